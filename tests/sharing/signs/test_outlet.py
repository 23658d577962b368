from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.clock import DAY, HOUR
from noroshi.indications.merging import Told, heard
from noroshi.indications.model import Indication, Seen, begun
from noroshi.organisations.model import Marking, Organisation
from noroshi.people.audit import AuditEntry, AuditWanted, Outcome, What
from noroshi.people.caller import Via
from noroshi.sharing.finding import Level
from noroshi.sharing.ledger import SignTally
from noroshi.sharing.marks import Mark
from noroshi.sharing.policy import Rule
from noroshi.sharing.releases import Release, Released, asked
from noroshi.sharing.sign import Sign
from noroshi.sharing.signs.outlet import SignOutlet
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.alerts.stories import NOON
from tests.indications.signs import sign
from tests.sharing.signs.stories import RISING
from tests.sharing.stories import reader

INDICATION = begun(sign(first=NOON))


class Sharing:
    """A centre that has seen a first sign, and a partner who asks."""

    def __init__(self, database: Engine) -> None:
        clock = HandClock(NOON + HOUR)
        self.books = sharing_books(database)
        self.outlet = SignOutlet(
            "Example Centre", self.books.releases, self.books.signs, {"port.rising"}, clock
        )
        self._audit = SqlAuditBook(database)

    def release(self, **what: str) -> None:
        """Let something out, as one person wants it."""
        release: Release = asked(Released(**what), reader().id, Level.NETWORK, "x", "mika", NOON, NOON + DAY)
        self.books.releases.add(release, AuditEntry(NOON, "mika", Via.COMMAND, What.ASK_RELEASE))

    def told(self, to: Organisation | None = None, of: Indication = INDICATION) -> Sequence[Sign]:
        """What a reader is told."""
        return self.outlet.let_out(to or reader(), [of])

    def shared(self) -> list[tuple[str, Outcome]]:
        """What the audit has of what left, and what was refused, the latest first."""
        rows = self._audit.page(AuditWanted(what=What.SHARE), None, 100)
        return [(row.entry.note, row.entry.outcome) for row in rows]


@pytest.fixture
def sharing(database: Engine) -> Sharing:
    """Give a centre that shares."""
    return Sharing(database)


def test_released(sharing: Sharing) -> None:
    """What is green by itself leaves when one person has released it; refusal and release are in the audit, once each."""
    before = [sharing.told(), sharing.told()]
    sharing.release(kind="port.rising")
    after = [sharing.told(), sharing.told()]

    assert [[], []] == before
    assert [[RISING], [RISING]] == after
    assert [Outcome.DONE, Outcome.REFUSED] == [outcome for _, outcome in sharing.shared()]
    assert "partner-abroad, nothing: No release covers it." == sharing.shared()[1][0]


def test_single(sharing: Sharing) -> None:
    """One indication is released by itself, and no other with it; tallies count both."""
    sharing.release(indication=INDICATION.id)
    other = replace(INDICATION, id="I-AAAAAAAA")

    assert ([RISING], []) == (sharing.told(), sharing.told(of=other))
    assert [
        SignTally("partner-abroad", Rule.RELEASED, 1),
        SignTally("partner-abroad", Rule.UNRELEASED, 1),
    ] == sharing.books.signs.tallies()


def test_amber(sharing: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an indication amber, one person's release would let nothing out."""
    monkeypatch.setattr("noroshi.sharing.signs.outlet.MARK", Mark(Marking.AMBER))
    sharing.release(indication=INDICATION.id)
    [judged] = sharing.outlet.judge(reader(), [INDICATION])

    assert [] == sharing.told()
    assert Rule.SECOND_PERSON is judged.decision.rule


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "infection"},
        {"organisation": "example"},
        {"alert": "A-7QX3M2K"},
        {"indication": "I-AAAAAAAA"},
        {"indication": INDICATION.id, "kind": "infection"},
    ],
)
def test_other_release(sharing: Sharing, what: dict[str, str]) -> None:
    """A release of something else, or of what a member holds, lets no first sign out."""
    sharing.release(**what)

    assert [] == sharing.told()


def test_clearance(sharing: Sharing) -> None:
    """Who is not cleared for green is told nothing, whatever was released."""
    sharing.release(kind="port")
    [judged] = sharing.outlet.judge(reader(Marking.CLEAR), [INDICATION])

    assert [] == sharing.told(reader(Marking.CLEAR))
    assert Rule.CLEARANCE is judged.decision.rule


def test_second_hand(sharing: Sharing) -> None:
    """What partners have told is not told on; of what this centre has seen as well, its own part is."""
    sharing.release(kind="port")
    seen = Seen("East", NOON - HOUR, NOON, False, 9, 9_999, NOON, "an id")
    told = Told("port.rising", sign().subject, 0.5, seen)
    theirs, both = heard(None, told), heard(INDICATION, told)
    assert theirs is not None
    assert both is not None

    [judged] = sharing.outlet.judge(reader(), [theirs])

    assert (Rule.SECOND_HAND, None) == (judged.decision.rule, judged.sign)
    assert [] == sharing.told(of=theirs)
    assert [RISING] == sharing.told(of=both)


@pytest.mark.parametrize(
    "changed", [{"subject": "192.0.2.17"}, {"subject_kind": "address"}, {"kind": "infection.external"}]
)
def test_no_port(sharing: Sharing, changed: dict[str, str]) -> None:
    """What is about anything but a port, or of another kind, is not told, whatever was released."""
    sharing.release(kind="port")
    sharing.release(kind="infection")

    assert [] == sharing.told(of=replace(INDICATION, **changed))
