"""What persons decide about what may leave: marks and releases.

The audit has each deed, and each attempt at one that the two persons' rule refuses.
"""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace

from noroshi.alerts.book import AlertBook
from noroshi.clock import Clock, iso
from noroshi.errors import UsageError
from noroshi.indications.book import IndicationBook
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.model import Marking
from noroshi.people.answerable import Answerable
from noroshi.people.audit import AuditBook, By, What
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.finding import Level
from noroshi.sharing.groups import PREFIX, members_of
from noroshi.sharing.marks import UNMARKED, FieldMark, Mark, checked
from noroshi.sharing.releases import Release, Released, approved, asked, refused, withdrawn

_TURNS: Final[dict[What, Callable[[Release, str, int], Release]]] = {
    What.APPROVE_RELEASE: approved,
    What.REFUSE_RELEASE: refused,
    What.WITHDRAW_RELEASE: withdrawn,
}
"""What becomes of a release by what somebody does."""


class Releasing:
    """One person, and what they decide.

    Parameters
    ----------
    books
        Where marks and releases are.
    alerts
        Where alerts are.
    indications
        Where indications are.
    organisations
        Who is registered.
    audit
        Where what is refused is written; what is done goes there with what it changes.
    by
        The person.
    clock
        Tells the time.
    """

    def __init__(
        self,
        books: SharingBooks,
        alerts: AlertBook,
        indications: IndicationBook,
        organisations: OrganisationBook,
        audit: AuditBook,
        by: By,
        clock: Clock,
    ) -> None:
        self._books = books
        self._alerts = alerts
        self._indications = indications
        self._organisations = organisations
        self._person = Answerable(audit, by, clock)
        self._clock = clock

    def ask(self, what: Released, to: str, level: Level, reason: str, until: int) -> Release:
        """Ask that something may leave.

        Parameters
        ----------
        to
            An organisation's id, or "group:" and a sharing group.
        until
            ns UTC.

        Raises
        ------
        AccessError
            If a program asks.
        NotFoundError
            If the organisation, the group, the alert or the indication is unknown.
        UsageError
            If it cannot be meant so; see `noroshi.sharing.releases.asked`.
        """
        self._person.be_a_person(What.ASK_RELEASE, to)
        if level is Level.COUNTS:
            raise UsageError("counts need no release", hint="Say full, prefix or network.")
        self._check_reader(to)
        if what.organisation:
            self._organisations.get(what.organisation)
        what = replace(
            what,
            alert=self._alerts.get(what.alert).id if what.alert else "",
            indication=self._indications.get(what.indication).id if what.indication else "",
        )
        now = self._clock.now()
        release = asked(what, to, level, reason, self._person.who, now, until)
        note = f"{release.what.text}, {level}, to {to}, until {iso(until)}: {release.reason}"
        self._books.releases.add(release, self._person.did(What.ASK_RELEASE, release.id, note))
        return release

    def approve(self, release: str) -> Release:
        """Agree to a release that somebody else asked for.

        Raises
        ------
        AccessError
            If a program asks: two tokens are not two persons.
        NotFoundError
            If there is none.
        MoveRefusedError
            If the same person asked for it, or it is not asked for any more.
        """
        self._person.be_a_person(What.APPROVE_RELEASE, release)
        return self._turn(What.APPROVE_RELEASE, release)

    def refuse(self, release: str) -> Release:
        """Say no to a release.

        Raises
        ------
        NotFoundError
            If there is none.
        MoveRefusedError
            If it is not asked for any more.
        """
        return self._turn(What.REFUSE_RELEASE, release)

    def withdraw(self, release: str) -> Release:
        """End a release early.

        Raises
        ------
        NotFoundError
            If there is none.
        MoveRefusedError
            If it is over already.
        """
        return self._turn(What.WITHDRAW_RELEASE, release)

    def mark(
        self,
        alert: str,
        marking: Marking,
        embargo: int | None = None,
        group: str = "",
        fields: Iterable[FieldMark] = (),
    ) -> Mark:
        """Say how far an alert may go, in place of what was said before.

        Raises
        ------
        AccessError
            If a program asks: who marks milder is one of two persons.
        NotFoundError
            If there is no such alert, or nobody is in the group.
        UsageError
            If a field would be marked milder than, or like, the whole.
        """
        self._person.be_a_person(What.MARK, alert)
        if group:
            members_of(group, self._organisations.all())
        of = self._alerts.get(alert).id
        version = self._books.marks.of([of]).get(of, UNMARKED).version
        mark = checked(
            Mark(marking, embargo, group, tuple(fields), self._person.who, self._clock.now(), version)
        )
        return self._books.marks.put(of, mark, self._person.did(What.MARK, of, mark_text(mark)))

    def _turn(self, what: What, identity: str) -> Release:
        before = self._books.releases.get(identity)
        with self._person.trying(what, before.id):
            after = _TURNS[what](before, self._person.who, self._clock.now())
        self._books.releases.change(before, after, self._person.did(what, before.id))
        return after

    def _check_reader(self, to: str) -> None:
        if to.startswith(PREFIX):
            members_of(to.removeprefix(PREFIX), self._organisations.all())
        else:
            self._organisations.get(to)


def mark_text(mark: Mark) -> str:
    """Say in a few words what something is marked with.

    Examples
    --------
    >>> mark_text(Mark(Marking.GREEN, group="asia-pacific"))
    'green, for group:asia-pacific alone'
    """
    parts = [mark.marking.value, *(f"{field} {marking}" for field, marking in mark.fields)]
    if mark.embargo is not None:
        parts.append(f"under embargo until {iso(mark.embargo)}")
    if mark.group:
        parts.append(f"for {PREFIX}{mark.group} alone")
    return ", ".join(parts)
