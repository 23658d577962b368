"""Rosters in YAML; `docs/roster.md` shows one.

Read from the parser's events, not its objects: so each field keeps its line and its text
as it was typed (2024-04-01 is no date object, `no` no boolean), and what a roster has no
use for, and an attacker might (aliases, tags, deep nesting), is refused where it begins.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml

from noroshi.organisations.fields import shown
from noroshi.organisations.model import Organisation
from noroshi.organisations.register import Part
from noroshi.organisations.roster import Faults, Piece, Record, Roster, roster_of, written

DEEPEST = 8
"""Levels of nesting; a roster has five (the file, the list, an organisation, its contacts, one of them).
Some more are read, so that a bracket too many is a fault among all others and not the only one reported."""

# LibYAML's parser is ten times faster than the one in Python, and not on every machine.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_LISTS = {"contacts": Part.CONTACT, "holdings": Part.HOLDING}


class _Scalar(NamedTuple):
    text: str
    line: int


class _List(NamedTuple):
    items: "list[_Node]"
    line: int


class _Map(NamedTuple):
    items: "dict[str, tuple[int, _Node]]"  # key -> the key's line, the value
    line: int


_Node: TypeAlias = _Scalar | _List | _Map


def read_yaml(text: str, source: str, at: int) -> Roster:
    """Read a roster.

    Parameters
    ----------
    source
        The file's name without folders.
    at
        ns UTC, when it was read.

    Raises
    ------
    RosterError
        If the file has faults, with all of them.
    """
    faults = Faults(source)
    try:
        root = _root(yaml.parse(text, Loader=_LOADER), faults)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "has a character that cannot be printed"
        raise faults.end(mark.line + 1 if mark else 1, f"is not YAML: {reason}") from None
    return roster_of(list(_records(root, faults)), source, at, faults)


def _root(events: Iterator[Any], faults: Faults) -> _Node:
    """Read the one document that a roster is."""
    next(events)  # the stream's start
    start = next(events)
    if isinstance(start, yaml.StreamEndEvent):
        raise faults.end(1, "is empty")
    root = _node(next(events), events, faults, DEEPEST)
    next(events)  # the document's end
    more = next(events)
    if not isinstance(more, yaml.StreamEndEvent):
        raise faults.end(more.start_mark.line + 1, "begins a second document; a roster is one")
    return root


def _node(event: Any, events: Iterator[Any], faults: Faults, depth: int) -> _Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise faults.end(line, "uses an anchor or an alias, which a roster may not")
    if event.tag:
        raise faults.end(line, "uses a tag, which a roster may not")
    if isinstance(event, yaml.ScalarEvent):
        is_nothing = event.implicit[0] and event.value in {"~", "null"}
        return _Scalar("" if is_nothing else event.value, line)
    if depth == 0:
        raise faults.end(line, "is nested too deeply")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_node(item, events, faults, depth - 1))
        return _List(items, line)
    return _map(events, faults, depth, line)


def _map(events: Iterator[Any], faults: Faults, depth: int, line: int) -> _Map:
    items: dict[str, tuple[int, _Node]] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, faults, depth - 1)
        value = _node(next(events), events, faults, depth - 1)
        if not isinstance(key, _Scalar):
            faults.add(key.line, "", "the name of a field must be a word")
        elif key.text in items:
            faults.add(key.line, shown(key.text), "is given twice")
        else:
            items[key.text] = (key.line, value)
    return _Map(items, line)


def _records(root: _Node, faults: Faults) -> Iterator[Record]:
    if not isinstance(root, _Map) or "organisations" not in root.items:
        raise faults.end(root.line, "must begin with organisations:")
    for name, (line, _) in root.items.items():
        if name != "organisations":
            faults.add(line, shown(name), "a roster has organisations: and nothing beside")
    for each in _maps(root, "organisations", faults):
        lists = {name: value for name, value in each.items.items() if name in _LISTS}
        own = _Map({name: value for name, value in each.items.items() if name not in _LISTS}, each.line)
        pieces = _pieces(own, faults)
        organisation = pieces.get("id", Piece("", 0)).text.strip()
        yield Record(Part.ORGANISATION, organisation, each.line, pieces)
        for name in lists:
            for item in _maps(each, name, faults):
                yield Record(_LISTS[name], organisation, item.line, _pieces(item, faults))


def _maps(parent: _Map, name: str, faults: Faults) -> Iterator[_Map]:
    """Give the mappings listed under a name."""
    line, listed = parent.items[name]
    if isinstance(listed, _Scalar) and not listed.text:
        return
    if not isinstance(listed, _List):
        faults.add(line, name, "must be a list, each item begun with a hyphen")
        return
    for item in listed.items:
        if isinstance(item, _Map):
            yield item
        else:
            faults.add(item.line, name, "each item must have fields, such as id: or prefix:")


def _pieces(fields: _Map, faults: Faults) -> dict[str, Piece]:
    pieces = {}
    for name, (line, value) in fields.items.items():
        if isinstance(value, _Scalar):
            pieces[name] = Piece(value.text, line)
        elif isinstance(value, _List) and all(isinstance(item, _Scalar) for item in value.items):
            pieces[name] = Piece(
                " ".join(item.text for item in value.items if isinstance(item, _Scalar)), line
            )
        else:
            faults.add(line, shown(name), "must be a text")
    return pieces


def write_yaml(organisations: Iterable[Organisation]) -> str:
    """Write organisations as a roster that reads as the same again."""
    listed = []
    for organisation in organisations:
        fields: dict[str, Any] = dict(written(organisation))
        if organisation.contacts:
            fields["contacts"] = [written(contact) for contact in organisation.contacts]
        if organisation.holdings:
            fields["holdings"] = [written(holding) for holding in organisation.holdings]
        listed.append(fields)
    dumped: str = yaml.dump(
        {"organisations": listed}, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=1000
    )
    return dumped
