"""The settings file that a new home gets: everything that can be set, commented out at its default."""

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.inspect import Metadata, StructType, Type, type_info

from noroshi.config.sections import Config
from noroshi.domains import Domain

_OPENING = """\
# The settings of this watch centre. Each line that begins with "#" and a name shows a
# default: remove the "#" to change it. `noroshi doctor` checks this file.
"""


def settings_text(domains: Iterable[Domain], given: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """Write the settings file.

    Parameters
    ----------
    domains
        The installed domains, whose settings follow ours.
    given
        Section -> setting -> value: what is set in it, in force and not commented out.
    """
    given = given or {}
    config = type_info(Config)
    assert isinstance(config, StructType)
    parts = [_OPENING]
    for field in config.fields:
        if isinstance(field.type, StructType):
            parts += _section(field.name, field.type, given)
    for domain in domains:
        name = f"domains.{domain.name}"
        lines = [f"# {domain.sentence}", f"[{name}]"]
        for setting, (default, sentence) in domain.settings.items():
            lines += _setting(setting, sentence, default, given.get(name, {}))
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _section(name: str, section: StructType, given: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    defaults: Struct = section.cls()
    lines = [f"# {section.cls.__doc__}", f"[{name}]"]
    inner: list[tuple[str, StructType]] = []
    for field in section.fields:
        kind, sentence = _described(field.type)
        if isinstance(kind, StructType):
            inner.append((f"{name}.{field.name}", kind))
        else:
            default = getattr(defaults, field.name)
            lines += _setting(field.name, sentence, default, given.get(name, {}))
    yield "\n".join(lines) + "\n"
    for inner_name, kind in inner:
        yield from _section(inner_name, kind, given)


def _described(kind: Type) -> tuple[Type, str]:
    """Give a setting's type, and its sentence."""
    sentence = ""
    while isinstance(kind, Metadata):
        sentence = (kind.extra_json_schema or {}).get("description", sentence)
        kind = kind.type
    return kind, sentence


def _setting(name: str, sentence: str, default: Any, given: Mapping[str, Any]) -> list[str]:
    line = f"{name} = {_toml(given[name])}" if name in given else f"#{name} = {_toml(default)}"
    return [f"# {sentence}", line]


def _toml(value: Any) -> str:
    """Write a value as TOML, which for these types is JSON but for tables."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Enum):
        value = value.value
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
