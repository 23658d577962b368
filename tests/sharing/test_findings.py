import pytest
from msgspec.structs import replace

from noroshi.alerts.model import Outcome
from noroshi.cyber.domain import domain
from noroshi.detections.taxonomy import classifications
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import PortCount
from noroshi.sharing.findings import Findings
from noroshi.sharing.marks import Mark
from tests.alerts.stories import NOON
from tests.sharing.stories import FINDINGS, HOLDER, alerted


def test_of() -> None:
    """A finding has what was seen, with its place in the taxonomy, and the ports that it went to."""
    finding = FINDINGS.of(alerted(), HOLDER)

    assert ("malicious-code", "infected-system") == finding.classification
    assert ("address", "192.0.2.17", 50, ("mirai",)) == (
        finding.subject_kind,
        finding.subject,
        finding.observations,
        finding.labels,
    )
    assert (PortCount("tcp", 23, 48), PortCount("tcp", 2323, 2)) == finding.ports
    assert "It sent 50 packets to 30 dark addresses of others, on 1 port, in 33.1 s." == finding.why


def test_id() -> None:
    """The id is the same for the same story, another for another story and another key, and not the alert's."""
    first = FINDINGS.of(alerted(), HOLDER)
    later = FINDINGS.of(alerted(last=NOON + 10, version=7), HOLDER)
    other = FINDINGS.of(alerted("192.0.2.18"), HOLDER)
    elsewhere = replace_key("another").of(alerted(), HOLDER)

    assert first.id == later.id
    assert 3 == len({first.id, other.id, elsewhere.id})


def replace_key(key: str) -> Findings:
    """The same centre with another key."""
    return Findings(FINDINGS.centre, key, FINDINGS.classifications)


def test_version() -> None:
    """What changes an alert, its mark or a release makes the finding newer."""
    alert = alerted()
    plain, marked = FINDINGS.of(alert, HOLDER), Mark(Marking.GREEN, at=NOON + 5_000, version=1)
    changed = FINDINGS.of(alert, HOLDER, mark=marked)
    released = FINDINGS.of(alert, HOLDER, NOON + 9_000, marked)
    resolved = FINDINGS.of(replace(alert, outcome=Outcome.FALSE_ALARM, version=2), HOLDER)

    assert (Marking.AMBER, Marking.GREEN) == (plain.marking, changed.marking)
    assert [NOON + 1_000, NOON + 5_000, NOON + 9_000] == [plain.modified, changed.modified, released.modified]
    assert plain.version < changed.version
    assert plain.version < resolved.version
    assert resolved.withdrawn


@pytest.mark.parametrize(
    "why",
    [
        "192.0.2.17 and 203.0.113.9 talk.",
        "Somebody sent to 203.0.113.9.",
        "192.0.2.17 of 192.0.2.16/29 scans.",
        "192.0.2.17 scans 2001:db8::/32, says a sensor.",
        "It reached [2001:db8::1]:23.",
        "192.0.2.17 is lending-library's.",
        "LENDING LIBRARY OF EXAMPLES has a scanner at 192.0.2.17.",
        "Alert A-7QX3M2K goes on.",
    ],
)
def test_sentence_that_names(why: str) -> None:
    """A sentence that names an address, a prefix, the member or the alert is not told."""
    assert "" == FINDINGS.of(alerted(why=why), HOLDER).why


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("192.0.2.17 sent 3 packets.", "It sent 3 packets."),
        ("At 12:30 Mirai sent 10.5 packets a second from 192.0.2.17.", None),
        ("Somebody scans from 192.0.2.17.", "Somebody scans from It."),
        ("192.0.2.170 scans.", ""),
        ("10.192.0.2.17 is no address.", ""),
        ("It sent to 203.0.113.9/24.", ""),
    ],
)
def test_sentence(why: str, told: str | None) -> None:
    """Of a harmless sentence only the subject is replaced; a longer number is not the subject."""
    expected = why.replace("192.0.2.17", "It") if told is None else told

    assert expected == FINDINGS.of(alerted(why=why), HOLDER).why


def test_unregistered_holder() -> None:
    """The id of a holder who is registered no longer is not told either."""
    assert "" == FINDINGS.of(alerted(why="lending-library scans."), None).why


def test_classified() -> None:
    """Every kind that concerns a member is classified; none about our own sensors is, nor what concerns nobody in particular."""
    nobodys = ("sensor.", "port.")
    assert {kind for kind in domain.kinds if not kind.startswith(nobodys)} == set(
        classifications(domain.name)
    )
