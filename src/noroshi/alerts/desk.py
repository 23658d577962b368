"""The desk: turns detections into alerts, and does what people ask. It alone writes alerts.

Whatever it decides about an alert is written in one transaction with the notices that
are owed for it. Alert and notice ids follow from what was seen, so when a run that was
killed repeats its last detections, nothing is written twice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

from noroshi.alerts.book import AlertBook, Changed, Revision
from noroshi.alerts.episodes import Turn, followed, opened
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.identities import SILENCE, alert_ids, short
from noroshi.alerts.model import Alert, Outcome, story_key
from noroshi.alerts.moves import Move, moved
from noroshi.alerts.owing import owed
from noroshi.alerts.silences import Scope, Silence
from noroshi.clock import SECOND, Clock
from noroshi.detections.model import SENSOR, Detection, Phase, Subject
from noroshi.errors import OvertakenError
from noroshi.organisations.model import OPERATOR
from noroshi.organisations.responsibility import Responsibility

AT_A_TIME: Final = 2_000
"""Detections in one transaction: an outbreak's thousands must not hold the database for long."""

PATIENCE: Final = 20
"""How often a deed is decided anew when somebody else wrote in the meantime; each takes a few ms."""

OVER: Final = "The story was over when the silence expired."
"""Why a notice that a silence held is muted when that expires."""

_DEEDS: Final[Mapping[Move, Deed]] = {
    Move.ACKNOWLEDGE: Deed.ACKNOWLEDGED,
    Move.RESOLVE: Deed.RESOLVED,
    Move.REOPEN: Deed.REOPENED,
}

OPERATES: Final = "operator of this centre"
"""In place of a holding, for an alert about a sensor."""

Result = TypeVar("Result")


class Answering(NamedTuple):
    """One organisation that answers for a subject."""

    organisation: str
    """Its id."""
    because: str
    """Because of which holding, in text form."""


class Desk:
    """The only writer of alerts.

    Parameters
    ----------
    book
        Where alerts are kept.
    responsibility
        Who answers for what.
    clock
        Tells when things were written down.
    """

    def __init__(self, book: AlertBook, responsibility: Responsibility, clock: Clock) -> None:
        self._book = book
        self._responsibility = responsibility
        self._clock = clock
        self.organisations = {each.id: each for each in responsibility.organisations}
        """Everybody who may be told, by id."""
        self._counts: Counter[str] = Counter()
        self._tended = 0

    def conclude(self, detections: Sequence[Detection]) -> Sequence[Turn]:
        """Record what detections make of alerts, and what is owed; give what became of each alert.

        What it returns has been written, for good.

        Raises
        ------
        StorageError
            If the database fails.
        """
        turns: list[Turn] = []
        for start in range(0, len(detections), AT_A_TIME):
            turns += self._take_insistently(detections[start : start + AT_A_TIME])
        return turns

    def move(
        self, alert: str, move: Move, who: str, *, outcome: Outcome | None = None, note: str = ""
    ) -> Alert:
        """Do with an alert what a person asks for.

        Parameters
        ----------
        alert
            Its id.
        who
            The person.
        outcome
            For RESOLVE: what it turned out to be.
        note
            What the person has to say about it.

        Raises
        ------
        NotFoundError
            If there is no such alert.
        MoveRefusedError
            If its state does not allow that.
        """
        return _insistently(partial(self._move, alert, move, who, outcome, note))

    def silence(self, scope: Scope, reason: str, who: str, until: int) -> Silence:
        """Hold back what is owed about some alerts, from now until a moment (ns UTC)."""
        now = self._clock.now()
        identity = f"S-{short(f'{now}/{who}/{reason}/{scope}', SILENCE)}"
        silence = Silence(identity, scope, reason, who, since=now, until=until)
        self._book.put_silence(silence)
        return silence

    def lift(self, silence: str) -> int:
        """End a silence now, and let go what it held; give how many notices that were.

        Raises
        ------
        NotFoundError
            If there is no such silence.
        MoveRefusedError
            If it is over already.
        """
        return self._book.lift(silence, self._clock.now())

    def tend(self) -> int:
        """Let go what expired silences held, at most once a second; give how many notices became owed."""
        now = self._clock.now()
        if self._tended <= now < self._tended + SECOND:  # else the clock has gone back
            return 0
        self._tended = now
        return self._book.let_go(now, OVER)

    def counters(self) -> Mapping[str, int]:
        """Count what became of detections so far, by name."""
        return dict(sorted(self._counts.items()))

    def _take_insistently(self, detections: Sequence[Detection]) -> Sequence[Turn]:
        """Take detections; by halves where somebody else is faster, who may be closing alerts by the thousand."""
        if len(detections) <= 1:
            return _insistently(partial(self._take, detections))
        try:
            return self._take(detections)
        except OvertakenError:
            half = len(detections) // 2
            return [
                *self._take_insistently(detections[:half]),
                *self._take_insistently(detections[half:]),
            ]

    def _take(self, detections: Sequence[Detection]) -> Sequence[Turn]:
        """Decide about detections in order, and write it all down."""
        holders = [self._holders(detection) for detection in detections]
        alerts = self._alerts(detections, holders)
        before = {alert.id: alert.version for alert in alerts.values()}
        new = {story for held in holders for story in held if story not in alerts}
        ids = alert_ids(new, self._book.taken)
        following: defaultdict[str, set[str]] = defaultdict(set)
        for alert in alerts.values():
            following[alert.episode].add(alert.story)
        turns: list[Turn] = []
        counts = Counter({"detections": len(detections)})
        for detection, held in zip(detections, holders, strict=True):
            told = False
            for story in sorted(following[detection.episode].union(held)):
                turn = _turn(alerts.get(story), detection, ids.get(story, ""), held.get(story))
                if turn is not None:
                    told = True
                    turns.append(turn)
                    alerts[story] = turn.alert
                    following[turn.alert.episode].add(story)
            counts["nobody's" if not held else "told" if told else "repeated"] += 1
        self._book.record(self._changed(turns, before))
        self._counts += counts + Counter(turn.deed.value for turn in turns if turn.deed)
        return turns

    def _holders(self, detection: Detection) -> dict[str, Answering]:
        """Say who answers for a detection's subject, by the story that it is to them."""
        subject = detection.subject
        return {
            story_key(detection.kind, subject, detection.partition, answering.organisation): answering
            for answering in self._answering(subject, detection.evidence.last)
        }

    def _answering(self, subject: Subject, moment: int) -> Iterator[Answering]:
        if subject.kind == SENSOR:
            for organisation in self.organisations.values():
                if OPERATOR in organisation.tags:
                    yield Answering(organisation.id, OPERATES)
        elif subject.kind == "address":  # the only other kind of subject that a holding can cover so far
            for organisation, holding in self._responsibility.who(subject.value, moment):
                yield Answering(organisation.id, holding.text)

    def _alerts(
        self, detections: Sequence[Detection], holders: Sequence[Mapping[str, Answering]]
    ) -> dict[str, Alert]:
        """Give the alerts, by story, that detections may be about: holders', and those who held it before."""
        of_stories = self._book.of_stories({story for held in holders for story in held})
        of_episodes = self._book.of_episodes({detection.episode for detection in detections})
        return {alert.story: alert for alert in (*of_stories.values(), *of_episodes)}

    def _changed(self, turns: Sequence[Turn], before: Mapping[str, int]) -> Changed:
        """Give what is to be written about what became of alerts; `before` has the versions of those known."""
        now = self._clock.now()
        silences = self._book.silences() if any(turn.reason for turn in turns) else ()
        latest = {turn.alert.id: turn.alert for turn in turns}
        notices = [
            notice
            for turn in turns
            if (holder := self.organisations.get(turn.alert.organisation))
            for notice in owed(turn, holder.contacts, silences, now)
        ]
        revisions = [Revision(alert, before.get(alert.id, 0)) for alert in latest.values()]
        return Changed(revisions, list(_entries(turns, now)), notices)

    def _move(self, identity: str, move: Move, who: str, outcome: Outcome | None, note: str) -> Alert:
        now = self._clock.now()
        before = self._book.get(identity)
        after = moved(before, move, outcome)
        entry = Entry(after.id, now, now, _DEEDS[move], who, after.state, outcome, note)
        self._book.record(Changed([Revision(after, before.version)], [entry]))
        return after


def _turn(
    alert: Alert | None, detection: Detection, identity: str, answering: Answering | None
) -> Turn | None:
    """Say what a detection makes of an alert, or of there being none yet."""
    if alert is not None:
        return followed(alert, detection)
    if answering is None or detection.phase is Phase.ENDED:
        return None
    return opened(identity, answering.organisation, answering.because, detection)


def _entries(turns: Sequence[Turn], now: int) -> Iterator[Entry]:
    for alert, deed, _, _ in turns:
        if deed is not None:
            yield Entry(
                alert.id, now, alert.detection.at, deed, WATCH, alert.state, None, alert.detection.why
            )


def _insistently(deed: Callable[[], Result]) -> Result:
    """Decide anew when somebody else wrote in the meantime, a few times."""
    for _ in range(PATIENCE - 1):
        try:
            return deed()
        except OvertakenError:
            continue
    return deed()
