from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import MICROSECOND
from noroshi.errors import RosterError, UsageError
from noroshi.organisations import fields
from noroshi.organisations.model import (
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Hours,
    Marking,
    Organisation,
    Origin,
    Severity,
    Use,
)
from noroshi.organisations.reconcile import reconcile
from noroshi.organisations.register import organisations_of
from noroshi.organisations.roster_files import FORMATS, Format, parse_roster, read_roster

ANY_FORMAT = pytest.mark.parametrize("form", [FORMATS[".yaml"], FORMATS[".csv"]], ids=["yaml", "csv"])


def is_plain(text: str) -> bool:
    """Whether a text is one that a field may be."""
    try:
        return bool(text) and fields.plain(text) == text.strip()
    except ValueError:
        return False


texts = st.text(max_size=20).filter(is_plain) | st.sampled_from(
    ("=1+1", "'x", "no", "2024-04-01", "~", "- a", "#")
)
notes = st.just("") | st.lists(texts, min_size=1, max_size=3).map("\n".join)
moments = st.none() | st.integers(0, 1 << 52).map(lambda count: count * MICROSECOND)
validity = st.tuples(moments, moments).filter(
    lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1]
)
tags = st.lists(
    texts.filter(lambda text: not any(each.isspace() or each == "," for each in text)),
    unique=True,
    max_size=3,
).map(tuple)
clock_times = st.times().map(lambda time: f"{time:%H:%M}")
opening = st.builds(
    Hours,
    st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    clock_times,
    clock_times | st.just("24:00"),
).filter(lambda hours: hours.start != hours.until)
places = st.sampled_from(
    (
        (ChannelKind.EMAIL, "soc@example.org"),
        (ChannelKind.EMAIL, "=cmd@example.org"),
        (ChannelKind.WEBHOOK, "https://example.org/?a=1;b"),
        (ChannelKind.SYSLOG, "syslog+tls://log.example.org"),
        (ChannelKind.FILE, "-"),
        (ChannelKind.FILE, "/var/log/a, b; c.ndjson"),
    )
)
contacts = st.builds(
    lambda place, *others: Contact(*place, *others),
    places,
    st.just("") | texts,
    st.sampled_from(("en", "ja")),
    st.sampled_from(("UTC", "Asia/Tokyo")),
    opening | st.just(Hours()),
    st.sampled_from(Severity),
)
holdings = st.builds(
    lambda held, use, valid, note: Holding(held[0], held[1], use, valid[0], valid[1], note),
    st.sampled_from(
        (
            (HoldingKind.PREFIX, "192.0.2.0/24"),
            (HoldingKind.PREFIX, "2001:db8::/32"),
            (HoldingKind.PREFIX, "::/0"),
            (HoldingKind.ASN, "64500"),
        )
    ),
    st.sampled_from(Use),
    validity,
    notes,
)
organisations = st.builds(
    lambda name, contacts, holdings, clearance, language, tags, valid: Organisation(
        "example", name, tuple(contacts), tuple(holdings), clearance, language, tags, *valid
    ),
    texts,
    st.lists(contacts, max_size=3, unique_by=lambda contact: contact.key),
    st.lists(holdings, max_size=3, unique_by=lambda holding: holding.key),
    st.sampled_from(Marking),
    st.sampled_from(("en", "ja")),
    tags,
    validity,
)


@ANY_FORMAT
@given(organisations)
def test_written_and_read(form: Format, organisation: Organisation) -> None:
    """What is exported imports as the same again."""
    roster = parse_roster(form.write([organisation]).encode(), "x", 1, form)

    assert [organisation] == organisations_of(roster.rows)


@ANY_FORMAT
@given(organisations)
def test_export_changes_nothing(form: Format, organisation: Organisation) -> None:
    """An import of the export of a register changes nothing in it."""
    first = parse_roster(form.write([organisation]).encode(), "members", 1, form)
    again = parse_roster(form.write(organisations_of(first.rows)).encode(), "members", 2, form)

    assert not reconcile(first.rows, again, 2)


@ANY_FORMAT
@given(st.text() | st.text("{}[]:,-?&*!|>'\"%@` \n\t#;aé\x00"))
def test_any_text(form: Format, text: str) -> None:
    """Whatever a file contains, it is a roster or all its faults, never anything else."""
    with pytest.raises(RosterError) as caught:
        parse_roster(text.encode(errors="replace"), "x", 1, form)

    assert caught.value.faults


def test_file(tmp_path: Path) -> None:
    """A file is read by its name's ending; rows remember its name without folders, line and time."""
    path = tmp_path / "Members.YML"
    path.write_text("organisations:\n  - id: one\n    name: One\n", encoding="utf-8-sig")
    (row,) = read_roster(path, 7).rows

    assert (Origin.IMPORT, 7, "Members.YML", 2) == (
        row.provenance.origin,
        row.provenance.at,
        row.provenance.source,
        row.provenance.line,
    )


def test_unknown_ending(tmp_path: Path) -> None:
    """A name that stands for no format is refused with those that do."""
    with pytest.raises(UsageError, match=r"members\.xlsx: a roster's name ends in \.yaml, \.yml, \.csv"):
        read_roster(tmp_path / "members.xlsx", 1)


def test_missing(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(UsageError, match=r"members\.csv: No such file"):
        read_roster(tmp_path / "members.csv", 1)


def test_wrong_encoding() -> None:
    """A file in another encoding is a fault at the line where it shows."""
    with pytest.raises(RosterError) as caught:
        parse_roster("record\n名前".encode("shift_jis"), "x", 1, FORMATS[".csv"])

    assert ["line 2: is not UTF-8; save it as CSV UTF-8 or as Unicode"] == list(caught.value.faults)


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is not read."""
    monkeypatch.setattr("noroshi.organisations.roster_files.MOST_BYTES", 1 << 20)
    with pytest.raises(RosterError) as caught:
        parse_roster(b" " * ((1 << 20) + 1), "x", 1, FORMATS[".csv"])

    assert ["line 1: is larger than 1 MiB"] == list(caught.value.faults)
