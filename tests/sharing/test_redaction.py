from typing import Any

import pytest
from msgspec.structs import replace

from noroshi.clock import DAY, HOUR
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Level, PortCount
from noroshi.sharing.marks import Field
from noroshi.sharing.redaction import counted, prefix_around, redacted
from tests.alerts.stories import NOON
from tests.sharing.stories import found

ORIGIN: dict[str, Any] = {"asn": 64500, "country": "NL"}


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        (Level.FULL, ("address", "192.0.2.17", 64500, "NL")),
        (Level.PREFIX, ("prefix", "192.0.2.0/24", 64500, "NL")),
        (Level.NETWORK, ("", "", 64500, "NL")),
        (Level.COUNTS, ("", "", None, "")),
    ],
)
def test_levels(level: Level, kept: tuple[str, str, int | None, str]) -> None:
    """Each level tells where it was as exactly as it may, and the sentence is told in full alone."""
    finding = redacted(found(**ORIGIN), level)

    assert kept == (finding.subject_kind, finding.subject, finding.asn, finding.country)
    assert level is finding.level
    assert (level is Level.FULL) == bool(finding.why)


def test_campaign() -> None:
    """What tells a campaign is kept at every level but counts: ports, labels, how much, how sure, when, the id."""
    full = found(**ORIGIN)
    for level in (Level.PREFIX, Level.NETWORK):
        finding = redacted(full, level)
        for name in ("id", "kind", "ports", "labels", "observations", "rate", "confidence", "first", "last"):
            assert getattr(full, name) == getattr(finding, name)


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.255", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("2001:db8::", "2001:db8::/48"),
    ],
)
def test_prefixes(address: str, prefix: str) -> None:
    """An IPv4 address is told by its /24, an IPv6 address by its /48."""
    assert prefix == prefix_around(address)


def test_no_address() -> None:
    """The network around something that is no address is not told."""
    finding = redacted(replace(found(), subject_kind="gauge", subject="7"), Level.PREFIX)

    assert ("", "") == (finding.subject_kind, finding.subject)


def test_counts() -> None:
    """Findings are counted by kind and day, and nothing of any of them is left."""
    morning, evening = found(), found("192.0.2.18", first=NOON + 9 * HOUR, modified=NOON + 9 * HOUR + 1)
    tomorrow, attack = found("192.0.2.19", first=NOON + DAY), found("192.0.2.20", kind="dos.victim")
    counts = counted([tomorrow, morning, attack, evening])
    day = NOON - 12 * HOUR

    assert [("dos.victim", 1, day), ("infection.external", 2, day), ("infection.external", 1, day + DAY)] == [
        (each.kind, each.count, each.first) for each in counts
    ]
    assert 3 == len({each.id for each in counts})
    assert (day + DAY, NOON + 10 * HOUR, Marking.CLEAR) == (
        counts[1].last,
        counts[1].modified,
        counts[1].marking,
    )
    assert ((), (), 0, 0.0, None) == (
        counts[1].ports,
        counts[1].labels,
        counts[1].observations,
        counts[1].confidence,
        counts[1].outcome,
    )


@pytest.mark.parametrize(
    ("field", "emptied"),
    [
        (Field.SUBJECT, {"level", "subject_kind", "subject", "asn", "country", "why"}),
        (Field.NETWORK, {"asn", "country"}),
        (Field.PORTS, {"ports", "why"}),
        (Field.LABELS, {"labels", "why"}),
        (Field.NUMBERS, {"observations", "rate", "ports", "why"}),
        (Field.WHY, {"why"}),
    ],
)
def test_hidden(field: Field, emptied: set[str]) -> None:
    """A field that is hidden is gone, with all that tells of it, and nothing else is."""
    full = found(**ORIGIN)
    finding = redacted(full, Level.FULL, {field})

    assert emptied == {
        name for name in full.__struct_fields__ if getattr(full, name) != getattr(finding, name)
    }


def test_hidden_numbers() -> None:
    """Where numbers are hidden the ports are still told, without how much was seen of each."""
    assert (PortCount("tcp", 23, 0), PortCount("tcp", 2323, 0)) == redacted(
        found(), Level.FULL, {Field.NUMBERS}
    ).ports
