"""The page on all commands, written from what they say of themselves.

``python -m noroshi.cli.manual`` prints it; `docs/commands.md` is what it printed last, and a test
of the command line fails where the two differ.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from importlib import import_module
from typing import Any, Final, get_args, get_type_hints

from cyclopts import App
from cyclopts.argument import Argument
from msgspec import Struct

from noroshi.cli.doctor.command import UNSOUND
from noroshi.cli.faults import INTERRUPTED, PIPE_BROKEN, UNFORESEEN, Told
from noroshi.cli.here import Here
from noroshi.cli.program import COMMANDS, Command
from noroshi.errors import NoroshiError
from noroshi.records.fields import sentences

HEAD: Final = """\
# Commands

Generated from the code by `make handbook`; change the commands there, not this file.

    noroshi COMMAND [OPTIONS]

Each command has `--help`, with examples. What is asked for goes to standard output; progress, remarks and errors go to
standard error. A pipe or a file gets no colour, nor does a terminal with `NO_COLOR` set. [operations.md](operations.md)
says how a centre is run.

## Everywhere

"""

JSON: Final = """
With `--json`, standard output has nothing but JSON: UTF-8, one object a line, with the fields listed at each command. Fields
may be added; one that goes or changes its sense is in the changelog. Moments are ISO 8601 in UTC, to the
millisecond. An error is one object on standard error:

"""

CODES: Final = """
## Exit codes

"""


def manual() -> str:
    """Write the page as Markdown."""
    everywhere = [each for each in _arguments(app_of(COMMANDS[0])) if not _is_own(each)]
    parts = [HEAD, *_options(everywhere), JSON, *_fields(Told, {}), CODES, *_codes()]
    for command in COMMANDS:
        parts += _section(command)
    return "".join(parts)


def app_of(command: Command) -> App:
    """Load a command."""
    app = import_module(f"noroshi.cli.{command.module}").app
    assert isinstance(app, App)
    return app


def outputs_of(command: Command) -> Sequence[type[Struct]]:
    """Give the structs that a command writes with --json, one object a line."""
    return tuple(import_module(f"noroshi.cli.{command.module}").OUTPUTS)


def places() -> Mapping[type[Struct], str]:
    """Say at which command each struct is explained: the first that writes it."""
    told: dict[type[Struct], str] = {}
    for command in COMMANDS:
        for struct in outputs_of(command):
            told.setdefault(struct, f"[noroshi {command.words}](#noroshi-{command.words.replace(' ', '-')})")
    return told


def described(
    struct: type[Struct], elsewhere: Mapping[type[Struct], str], path: str = ""
) -> Iterator[tuple[str, str]]:
    """Give each field of a struct, and of the structs in it, with its sentence; arrays end in [].

    Of a struct that is explained elsewhere, that is said instead of its fields.
    """
    if struct.__struct_config__.tag is not None:
        yield f"{path}{struct.__struct_config__.tag_field}", f"Always `{struct.__struct_config__.tag}`."
    said = sentences(struct)
    for name, kind in get_type_hints(struct).items():
        inner = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, Struct)]
        arguments = get_args(kind)
        many = "[]" if arguments and (arguments[-1] is Ellipsis or "Sequence" in str(kind)) else ""
        there = "".join(f" Fields: {elsewhere[each]}." for each in inner if each in elsewhere)
        yield f"{path}{name}{many}", said.get(name, "") + there
        for each in inner:
            if each not in elsewhere:
                yield from described(each, elsewhere, f"{path}{name}{many}.")


def _section(command: Command) -> Iterator[str]:
    app = app_of(command)
    yield f"\n## noroshi {command.words}\n\n{_prose(app)}\n"
    own = [each for each in _arguments(app) if _is_own(each)]
    yield from _options(own)
    examples = str(app.help_epilogue).splitlines()[1:]
    yield ("\n" if own else "") + "".join(f"    {line.strip()}\n" for line in examples)
    outputs, told = outputs_of(command), places()
    for struct in outputs:
        which = "With `--json`" if len(outputs) == 1 else f"With `--json`, `{struct.__name__}`"
        sentence = f"\n{which}: {_lower(inspect.getdoc(struct) or '')}"
        if f"[noroshi {command.words}]" in told[struct]:
            yield f"{sentence}\n\n"
            yield from _fields(struct, told)
        else:
            yield f"{sentence} Fields: {told[struct]}.\n"


def _prose(app: App) -> str:
    """Give a command's docstring up to its parameters."""
    told = inspect.getdoc(app.default_command) or ""
    return told.partition("\nParameters\n")[0].rstrip() + "\n"


def _lower(docstring: str) -> str:
    first = docstring.splitlines()[0]
    return first[0].lower() + first[1:]


def _arguments(app: App) -> list[Argument]:
    return [each for each in app.assemble_argument_collection(parse_docstring=True) if each.show]


def _is_own(argument: Argument) -> bool:
    """Tell whether an option is one command's own, and not one that every command has."""
    return argument.names[0].lstrip("-") not in {field.name for field in fields(Here)}


def _options(arguments: Sequence[Argument]) -> Iterator[str]:
    if arguments:
        yield from _table(("option", "meaning"), [(_spelled(each), _meaning(each)) for each in arguments])


def _spelled(argument: Argument) -> str:
    kind = argument.hint
    if not argument.names[0].startswith("-"):
        name = argument.names[0]
        many = "..." if "tuple" in str(kind) else ""
        return f"`{name}{many}`" if argument.required else f"`[{name}{many}]`"
    value = "" if kind is bool else f" {_value(argument)}"
    return ", ".join(f"`{name}{value}`" for name in argument.names)


def _value(argument: Argument) -> str:
    if argument.get_choices():
        return "CHOICE"
    names = {"str": "TEXT", "int": "NUMBER", "float": "NUMBER"}
    return next((word for kind, word in names.items() if kind in str(argument.hint)), "PATH")


def _meaning(argument: Argument) -> str:
    sentence = " ".join(str(argument.parameter.help or "").split())
    choices = argument.get_choices()
    listed = f" One of {', '.join(f'`{each}`' for each in choices)}." if choices else ""
    default: Any = argument.field_info.default
    default = default.value if isinstance(default, StrEnum) else default
    told = f" Default: `{default}`." if argument.parameter.show_default is True else ""
    needed = " Required." if argument.required and argument.names[0].startswith("-") else ""
    return f"{sentence}{listed}{told}{needed}"


def _fields(struct: type[Struct], elsewhere: Mapping[type[Struct], str]) -> Iterator[str]:
    rows = [(f"`{name}`", said) for name, said in described(struct, elsewhere)]
    yield from _table(("field", "meaning"), rows)


def _codes() -> Iterator[str]:
    rows = [("0", "", "Done."), (str(UNFORESEEN), "", "An error that nobody foresaw; please report it.")]
    rows += sorted(_errors(NoroshiError), key=lambda row: int(row[0]))
    rows += [
        (str(UNSOUND), "", "`noroshi doctor` found something that is broken."),
        (str(INTERRUPTED), "", "Somebody pressed Ctrl-C."),
        (str(PIPE_BROKEN), "", "Nobody read the output to its end."),
    ]
    yield from _table(("code", "error", "meaning"), rows)


def _errors(kind: type[NoroshiError]) -> Iterator[tuple[str, str, str]]:
    for each in kind.__subclasses__():
        if each.__module__ == NoroshiError.__module__:
            yield str(each.exit_code), f"`{each.__name__}`", (each.__doc__ or "").splitlines()[0]
            yield from _errors(each)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (titles, ["---"] * len(titles), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n"


if __name__ == "__main__":
    print(manual(), end="")  # noqa: T201  # printing is what it is for
