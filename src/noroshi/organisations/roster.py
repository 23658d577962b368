"""A roster: what an import file says, checked, as rows of the register.

A format (`roster_yaml`, `roster_csv`) only takes a file apart into records: named pieces
of text, each with its line. Everything that a record may say is decided here, once for
all formats, and every fault of the file is found in one go.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from noroshi.errors import RosterError
from noroshi.organisations import fields
from noroshi.organisations.fields import choice_of, did_you_mean, shown
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Hours,
    Language,
    Organisation,
    Origin,
    Severity,
    Use,
)
from noroshi.organisations.register import Part, Provenance, Row, RowKey, Value

MOST_BYTES = 64 << 20
"""Of a file: ten times a roster of 100,000 holdings."""

MOST_FAULTS = 1000
"""Faults listed; a file with more has one fault, such as being a different file."""

_VALIDITY: Mapping[str, Callable[[str], Any]] = {"valid_from": fields.when, "valid_until": fields.when}

FIELDS: Mapping[Part, Mapping[str, Callable[[str], Any]]] = {
    Part.ORGANISATION: {
        "id": fields.identifier,
        "name": fields.name,
        "clearance": fields.marking,
        "language": fields.language,
        "tags": fields.tags,
        **_VALIDITY,
    },
    Part.CONTACT: {
        "channel": choice_of(ChannelKind),
        "address": str,
        "name": fields.name,
        "language": fields.language,
        "time_zone": fields.time_zone,
        "days": fields.days,
        "hours": fields.hours,
        "minimum_severity": choice_of(Severity),
        "escalation": fields.flag,
        "certificate": fields.certificate,
    },
    Part.HOLDING: {
        "prefix": fields.prefix,
        "asn": fields.asn,
        "use": choice_of(Use),
        "note": fields.note,
        **_VALIDITY,
    },
}
"""What a record may say, and how each field is read."""

REQUIRED: Mapping[Part, tuple[str, ...]] = {
    Part.ORGANISATION: ("id", "name"),
    Part.CONTACT: ("channel", "address"),
    Part.HOLDING: (),
}
"""What a record must say; a holding, one of prefix and asn."""


class Roster(Struct, frozen=True):
    """What a faultless file says."""

    source: str
    """The file's name without folders; a later import of that name may change or retire the rows."""
    rows: tuple[Row, ...]
    """Each organisation before its contacts and holdings."""


class Piece(NamedTuple):
    """One field as it is written."""

    text: str
    line: int


class Record(NamedTuple):
    """One organisation, contact or holding as it is written."""

    part: Part
    organisation: str
    line: int
    pieces: Mapping[str, Piece]


class Faults:
    """Every fault of a file, by line.

    Parameters
    ----------
    source
        The file's name.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, field: str, reason: str) -> None:
        """Note a fault.

        Raises
        ------
        RosterError
            If there are too many to go on.
        """
        self._found.append((line, f"line {line}, {field}: {reason}" if field else f"line {line}: {reason}"))
        if len(self._found) == MOST_FAULTS:
            raise self.end(line, f"stopped after {MOST_FAULTS} faults")

    def end(self, line: int, reason: str) -> RosterError:
        """Note a fault after which the file cannot be read any further; to be raised."""
        self._found.append((line, f"line {line}: {reason}"))
        return self._error()

    def check(self) -> None:
        """Raise `RosterError` with all the faults, if there are any."""
        if self._found:
            raise self._error()

    def _error(self) -> RosterError:
        by_line = sorted(self._found, key=lambda found: found[0])
        return RosterError(self._source, [text for _, text in by_line])


def roster_of(records: Iterable[Record], source: str, at: int, faults: Faults) -> Roster:
    """Check records and make them rows.

    Parameters
    ----------
    source
        The file's name without folders.
    at
        ns UTC, when it was read.
    faults
        What the format has found already.

    Raises
    ------
    RosterError
        If the file has faults, with all of them.
    """
    rows: dict[RowKey, Row] = {}
    lines: dict[RowKey, int] = {}
    languages: dict[str, Language] = {}  # of each organisation that is described, however badly

    def once(key: RowKey, record: Record) -> None:
        if key in lines:
            faults.add(record.line, record.part, f"line {lines[key]} has it already")
        lines.setdefault(key, record.line)

    for record in sorted(records, key=lambda record: record.part is not Part.ORGANISATION):
        if record.part is Part.ORGANISATION:
            languages.setdefault(record.organisation, "en")
            if record.organisation:
                once(RowKey(record.organisation, record.part, ""), record)
        elif record.organisation and record.organisation not in languages:
            faults.add(record.line, "organisation", f"nothing describes {shown(record.organisation)}")
        value = _value(record, faults, languages.get(record.organisation))
        if value is None:
            continue
        if isinstance(value, Organisation):
            languages[value.id] = value.language
        row = Row(record.organisation, value, Provenance(Origin.IMPORT, at, source, record.line))
        rows[row.key] = row
        if record.part is not Part.ORGANISATION:
            once(row.key, record)
    faults.check()
    if not rows:
        raise faults.end(1, "has no organisations; importing it would retire all that came from this file")
    return Roster(source, tuple(rows.values()))


def _value(record: Record, faults: Faults, language: Language | None) -> Value | None:
    """Read a record; None if something in it is at fault.

    A contact that names no language has its organisation's, `language`.
    """
    is_sound = True

    def fault(field: str, reason: str) -> None:
        nonlocal is_sound
        is_sound = False
        faults.add(record.pieces[field].line if field in record.pieces else record.line, field, reason)

    readers = FIELDS[record.part]
    read: dict[str, Any] = {}
    for field, piece in record.pieces.items():
        if field not in readers:
            fault(field, f"the {record.part} has no such field{did_you_mean(field, readers)}")
            continue
        text = piece.text.strip()
        if not text:
            continue
        try:
            read[field] = readers[field](text if field == "note" else fields.plain(text))
        except ValueError as error:
            fault(field, str(error))
    for field in REQUIRED[record.part]:
        if field not in read and not record.pieces.get(field, Piece("", 0)).text.strip():
            fault(field, f"the {record.part} must have one")
    if record.part is Part.HOLDING:
        _check_holding(record, fault)
    if read.get("valid_until", fields.MOMENTS.stop) < read.get("valid_from", 0):
        fault("valid_until", "is before valid_from")
    if "channel" in read and "address" in read:
        try:
            read["address"] = fields.ADDRESSES[read["channel"]](read["address"])
        except ValueError as error:
            fault("address", str(error))
    if "certificate" in read and read.get("channel", ChannelKind.EMAIL) is not ChannelKind.EMAIL:
        fault("certificate", "only e-mail is encrypted for a certificate")
    if record.part is Part.CONTACT and language:
        read.setdefault("language", language)
    return _make[record.part](read) if is_sound else None


def _check_holding(record: Record, fault: Callable[[str, str], None]) -> None:
    given = [field for field in ("prefix", "asn") if record.pieces.get(field, Piece("", 0)).text.strip()]
    if not given:
        fault("prefix", "the holding must have a prefix or an asn")
    elif len(given) > 1:
        fault("asn", "the holding has a prefix or an asn, not both")


def _contact(read: dict[str, Any]) -> Contact:
    start, until = read.pop("hours", (Hours().start, Hours().until))
    open_hours = Hours(read.pop("days", Hours().days), start, until)
    return Contact(hours=open_hours, **read)


def _holding(read: dict[str, Any]) -> Holding:
    kind = HoldingKind.PREFIX if "prefix" in read else HoldingKind.ASN
    return Holding(kind, read.pop(kind.value), **read)


_make: Mapping[Part, Callable[[dict[str, Any]], Value]] = {
    Part.ORGANISATION: lambda read: Organisation(**read),
    Part.CONTACT: _contact,
    Part.HOLDING: _holding,
}


def written(value: Value) -> dict[str, str]:
    """Write a row's value as the fields that would be read as it, leaving out what is the default."""
    if isinstance(value, Organisation):
        pieces = {
            "id": value.id,
            "name": value.name,
            "clearance": value.clearance.value,
            "language": value.language,
            "tags": " ".join(value.tags),
        }
    elif isinstance(value, Contact):
        pieces = {
            "channel": value.channel.value,
            "address": value.address,
            "name": value.name,
            "language": value.language,
            "time_zone": value.time_zone,
            "days": fields.days_text(value.hours),
            "hours": fields.hours_text(value.hours),
            "minimum_severity": value.minimum_severity.value,
            "escalation": fields.flag_text(flag=value.escalation),
            "certificate": value.certificate,
        }
    else:
        number = f"AS{value.value}" if value.kind is HoldingKind.ASN else value.value
        pieces = {value.kind.value: number, "use": value.use.value, "note": value.note}
    if not isinstance(value, Contact):
        for field in ("valid_from", "valid_until"):
            moment = getattr(value, field)
            pieces[field] = "" if moment is None else fields.when_text(moment)
    return {field: text for field, text in pieces.items() if text and text != _DEFAULTS.get(field)}


_DEFAULTS: Mapping[str, str] = {
    "time_zone": "UTC",
    "days": fields.days_text(Hours()),
    "hours": fields.hours_text(Hours()),
    "minimum_severity": Severity.LOW.value,
    "escalation": fields.flag_text(flag=False),
}
