"""The settings file, read and checked."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec.inspect import Metadata, StructType, Type, type_info

from noroshi.config.sections import Config
from noroshi.delivery.settings import MailSecurity
from noroshi.errors import SettingsError
from noroshi.people.rights import Role

_FAULT = re.compile(r"(?P<problem>.*?)(?: - at `\$\.?(?P<place>[^`]*)`)?$")
_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text in quotes",
    "bool": "true or false",
    "array": "a list",
    "object": "a section",
    "date": "a date",
    "datetime": "a date",
}


def read(path: Path) -> Config:
    """Read the settings file.

    Raises
    ------
    SettingsError
        Naming file, key and what was expected.
    """
    try:
        with path.open("rb") as file:
            written = tomllib.load(file)
    except OSError as fault:
        raise SettingsError(f"cannot read {path}: {fault.strerror}") from fault
    except RecursionError as fault:
        raise SettingsError(f"{path} is nested too deeply") from fault
    except ValueError as fault:  # TOML, UTF-8, or a number of thousands of digits
        raise SettingsError(
            f"{path} is not TOML: {fault}", hint='Text needs quotes, lists look like ["a", "b"].'
        ) from fault
    return config_of(written, str(path))


def config_of(written: Mapping[str, Any], name: str) -> Config:
    """Check settings, as TOML gives them.

    Parameters
    ----------
    written
        Sections by name.
    name
        What to call the file in errors.

    Raises
    ------
    SettingsError
        Naming file, key and what was expected.

    Examples
    --------
    >>> config_of({"watch": {"intervall": 2}}, "noroshi.toml")
    Traceback (most recent call last):
    noroshi.errors.SettingsError: noroshi.toml: [watch] has no setting called intervall
    """
    _refuse_unknown(written, type_info(Config), (), name)
    try:
        return msgspec.convert(written, Config)
    except msgspec.ValidationError as fault:
        found = _FAULT.fullmatch(str(fault))
        assert found is not None  # the pattern takes anything
        *section, key = (found["place"] or "").replace("[...]", "").split(".")
        where = f"[{'.'.join(section)}] {key}" if section else f"[{key}]"
        raise SettingsError(
            f"{name}: {where}: {_in_words(found['problem'], found['place'] or '')}",
            hint="docs/operations.md explains each setting; so does the file that `noroshi init` writes.",
        ) from fault


def _refuse_unknown(written: Mapping[str, Any], known: Type, section: tuple[str, ...], name: str) -> None:
    if isinstance(known, Metadata):
        known = known.type
    if not isinstance(known, StructType):
        return
    fields = {field.name: field.type for field in known.fields}
    for key, value in written.items():
        if key not in fields:
            where = f"[{'.'.join(section)}] has no setting" if section else "there is no section or setting"
            close = difflib.get_close_matches(key, fields, 1)
            hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(fields)}."
            raise SettingsError(f"{name}: {where} called {key}", hint=hint)
        if isinstance(value, Mapping):
            _refuse_unknown(value, fields[key], (*section, key), name)


def _in_words(problem: str, place: str) -> str:
    """Say in plain words what the check of types said."""
    if problem.startswith("Invalid enum value"):
        known = Role if place.startswith("console.oidc.roles") else MailSecurity
        return f"expected one of {', '.join(known)}, not{problem.removeprefix('Invalid enum value')}"
    said = re.fullmatch(r"Expected `(\w+)`(?: (\S+ \S+))?(?:, got `(\w+)`)?", problem)
    if said is None:
        return problem[0].lower() + problem[1:]
    expected, limit, got = said.groups()
    words = " ".join(filter(None, (_TYPES.get(expected, expected), limit)))
    return f"expected {words}" + (f", not {_TYPES.get(got, got)}" if got else "")
