"""The part of the desk that acts by itself as time goes by: reminders, escalation, what is quiet, expired silences.

It looks at a portion of the alerts at a time, for packets wait meanwhile. Each portion is one transaction, with its
lines of history and the notices that are owed; the next look finds those lines, so that a kill repeats nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from noroshi.alerts.book import AlertBook, Changed, Revision
from noroshi.alerts.episodes import Turn
from noroshi.alerts.follow_up import FRESH, STEPS, Attended, FollowUp, attend, due, quiet_together
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Moving, Seen
from noroshi.alerts.notices import Notice
from noroshi.alerts.owing import owed
from noroshi.alerts.silences import Silence
from noroshi.alerts.wanted import Cursor, Shown, Wanted
from noroshi.clock import DAY, HOUR, MINUTE, SECOND, Clock
from noroshi.errors import OvertakenError
from noroshi.organisations.model import Organisation

PORTION: Final = 500
"""Alerts that are looked at together: 20 ms."""

ROUND: Final = HOUR
"""ns from when all have been looked at until the first is again: what is waited for are days."""

NOTED: Final = MINUTE
"""ns between two notes that a sensor is well; that it is not is noted at once."""

OVER: Final = "The story was over when the silence expired."
"""Why a notice that a silence held is muted when that expires."""

Look = Callable[[int, Cursor | None], Cursor | None]
"""Looks at a portion of the alerts, at a moment (ns UTC) and from a place in their list on; gives the next place."""


class Step(NamedTuple):
    """What was decided about one alert that nobody answers."""

    before: Alert
    turn: Turn
    entry: Entry
    notices: Sequence[Notice]


class Tending:
    """Does what is due.

    Parameters
    ----------
    book
        Where alerts are kept.
    organisations
        Everybody who may be told, by id.
    clock
        Tells the time.
    follow_up
        How long it waits.
    """

    def __init__(
        self, book: AlertBook, organisations: Mapping[str, Organisation], clock: Clock, follow_up: FollowUp
    ) -> None:
        self._book = book
        self._organisations = organisations
        self._clock = clock
        self._follow_up = follow_up
        self._tended = self._began = 0
        self._looks: list[tuple[Look, Cursor | None]] = []
        self._noted: dict[str, tuple[int, bool]] = {}

    def tend(self) -> int:
        """Let go what expired silences held, and look at a portion, once a second; give how many notices became owed."""
        now = self._clock.now()
        if self._tended <= now < self._tended + SECOND:  # else the clock has gone back
            return 0
        self._tended = now
        released = self._book.let_go(now, OVER)
        self._look(now)
        return released

    def attend(self, sensor: str, *, is_well: bool) -> None:
        """Note that a sensor is watched, and whether it sees."""
        now, (noted, was_well) = self._clock.now(), self._noted.get(sensor, (0, True))
        if noted <= now < noted + NOTED and was_well == is_well:
            return
        before = next((each for each in self._book.attended() if each.sensor == sensor), None)
        self._book.attend(attend(before, sensor, now, is_well=is_well))
        self._noted[sensor] = (now, is_well)

    def _look(self, now: int) -> None:
        """Look at the next portion of this round, or begin another."""
        if not self._looks:
            if self._began <= now < self._began + ROUND:
                return
            self._began, self._looks = now, [(self._ask_again, None), (self._close, None)]
        look, after = self._looks[0]
        try:
            following = look(now, after)
        except OvertakenError:
            return  # somebody else wrote in the meantime: it is decided anew
        self._looks[:1] = [(look, following)] if following is not None else []

    def _ask_again(self, now: int, after: Cursor | None) -> Cursor | None:
        """Remind, or escalate, of a portion of the open alerts that have been seen of late."""
        wanted = Wanted((AlertState.OPEN,), merged=Shown.HIDE, since=now - FRESH)
        alerts, following = self._book.page(wanted, now, PORTION, after)
        done = self._book.unanswered([alert.id for alert in alerts])
        silences = self._book.silences()
        steps = [
            step
            for alert in alerts
            if (step := self._step(alert, done.get(alert.id, {}), silences, now)) is not None
        ]
        self._book.record(
            Changed(
                [Revision(step.turn.alert, step.before.version) for step in steps],
                [step.entry for step in steps],
                [notice for step in steps for notice in step.notices],
            )
        )
        return following

    def _step(
        self, alert: Alert, done: Mapping[Deed, int], silences: Sequence[Silence], now: int
    ) -> Step | None:
        """Decide about one alert; None if nothing is due, or there is nobody to be told."""
        holder = self._organisations.get(alert.organisation)
        for deed, since in due(done, self._follow_up, now):
            after = replace(alert, version=alert.version + 1)
            turn = Turn(after, deed, STEPS[deed], since)
            notices = list(owed(turn, holder.contacts if holder else (), silences, now))
            if notices:
                note = f"Nobody has answered for {(now - since) // DAY} days."
                entry = Entry(alert.id, now, now, deed, WATCH, alert.state, note=note, version=after.version)
                return Step(alert, turn, entry, notices)
        return None

    def _close(self, now: int, after: Cursor | None) -> Cursor | None:
        """Close those of a portion of the alerts that have ended which have been quiet for long enough."""
        attended = self._book.attended()
        if not self._follow_up.quiet or not self._sees_enough(attended, now):
            return None
        wanted = Wanted(
            (AlertState.OPEN, AlertState.ACKNOWLEDGED),
            merged=Shown.HIDE,
            snoozed=Shown.HIDE,
            ended=True,
            until=now - self._follow_up.quiet + 1,
        )
        alerts, following = self._book.page(wanted, now, PORTION, after)
        followers = self._book.merged([alert.id for alert in alerts])
        latest = self._book.latest([alert.id for alert in (*alerts, *followers)])
        quiet = quiet_together(alerts, followers, latest, attended, self._follow_up, now)
        moving = Moving([*quiet, *self._theirs(quiet, followers)], latest, now)
        note = f"Quiet for {self._follow_up.quiet // DAY} days, while every sensor watched."
        for alert in quiet:
            moving.move(Seen(alert.id), Asked(Move.CLOSE, WATCH, note, Outcome.QUIET))
        self._book.record(moving.changed())
        return following

    def _sees_enough(self, attended: Sequence[Attended], now: int) -> bool:
        """Tell whether any sensor has seen for the whole span; else no alert needs be looked at."""
        return any(each.since <= now - self._follow_up.quiet for each in attended)

    @staticmethod
    def _theirs(alerts: Sequence[Alert], followers: Sequence[Alert]) -> Iterator[Alert]:
        ids = {alert.id for alert in alerts}
        return (each for each in followers if each.merged_into in ids)
