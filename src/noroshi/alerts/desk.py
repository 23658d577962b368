"""The desk: turns detections into alerts, and does what people ask. It alone writes alerts.

Whatever it decides about an alert is written in one transaction with the notices that
are owed for it. Alert and notice ids follow from what was seen, so when a run that was
killed repeats its last detections, nothing is written twice.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from noroshi.alerts.answering import Answering, holders
from noroshi.alerts.book import AlertBook, Changed, Revision, pages
from noroshi.alerts.episodes import Turn, followed, opened
from noroshi.alerts.follow_up import FollowUp
from noroshi.alerts.history import WATCH, Entry, Said, answered
from noroshi.alerts.identities import SILENCE, alert_ids, short
from noroshi.alerts.model import Alert
from noroshi.alerts.moves import Asked, Move, check
from noroshi.alerts.moving import Moved, Moving, Refused, Seen
from noroshi.alerts.owing import owed
from noroshi.alerts.silences import Scope, Silence
from noroshi.alerts.tending import Tending
from noroshi.alerts.wanted import Wanted
from noroshi.clock import Clock
from noroshi.detections.model import Detection, Phase
from noroshi.errors import NoroshiError
from noroshi.organisations.responsibility import Responsibility
from noroshi.overtaken import by_portions, insistently

AT_A_TIME: Final = 2_000
"""Detections in one transaction: an outbreak's thousands must not hold the database for long."""


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
    follow_up
        How long it waits for answers, and for what is quiet.
    """

    def __init__(
        self,
        book: AlertBook,
        responsibility: Responsibility,
        clock: Clock,
        follow_up: FollowUp = FollowUp(),  # noqa: B008  # frozen, so one for all is safe
    ) -> None:
        self._book = book
        self._responsibility = responsibility
        self._clock = clock
        self.organisations = {each.id: each for each in responsibility.organisations}
        """Everybody who may be told, by id."""
        self._counts: Counter[str] = Counter()
        self._tending = Tending(book, self.organisations, clock, follow_up)

    def conclude(self, detections: Sequence[Detection]) -> Sequence[Turn]:
        """Record what detections make of alerts, and what is owed; give what became of each alert.

        What it returns has been written, for good.

        Raises
        ------
        StorageError
            If the database fails.
        """
        return [turn for turns in by_portions(self._take, detections, AT_A_TIME) for turn in turns]

    def move(self, alert: str, asked: Asked, expected: int | None = None) -> Alert:
        """Do with an alert, and with those merged into it, what a person asks for.

        Parameters
        ----------
        alert
            Its id, in capitals or not.
        expected
            The version of it that the person saw; None if they do not mind what it has become.

        Raises
        ------
        NotFoundError
            If there is no such alert, or none that it is to be merged into.
        VersionConflictError
            If something has happened to it that the person did not see: its history has a line more.
        MoveRefusedError
            If its state does not allow that.
        UsageError
            If the move lacks something, or has too much.
        """
        return self.move_all([Seen(alert, expected)], asked, whole=True).done[0]

    def move_all(self, alerts: Iterable[Seen], asked: Asked, *, whole: bool = False) -> Moved:
        """Do the same with each of many alerts, in few transactions.

        Parameters
        ----------
        alerts
            Each once, or again: what is named twice is moved once.
        whole
            All of them or none: in one transaction, and the first refusal is raised.

        Returns
        -------
        Moved
            What was done is written, for good; what was refused says why.

        Raises
        ------
        UsageError
            If the move lacks something, or has too much.
        """
        check(asked)
        seen = list({each.alert.upper(): each for each in alerts}.values())
        if whole:
            return insistently(partial(self._move, seen, asked, whole=True))
        return _together(by_portions(partial(self._move, asked=asked, whole=False), seen, AT_A_TIME))

    def move_wanted(self, wanted: Wanted, asked: Asked) -> Iterator[Moved]:
        """Do the same with each alert that a list has, however many those are; give what became of each portion.

        As `move_all`, but nothing happens to a portion before it is asked for.
        """
        for alerts in pages(self._book, wanted, self._clock.now(), AT_A_TIME):
            yield self.move_all([Seen(alert.id) for alert in alerts], asked)

    def hear(self, said: Sequence[Said]) -> None:
        """Write down what partners say of their alerts, for good; alerts that are gone meanwhile are passed over.

        Parameters
        ----------
        said
            One an alert at the most.

        Raises
        ------
        StorageError
            If the database fails.
        """
        for _ in by_portions(self._hear, said, AT_A_TIME):
            pass

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
        """Do what is due by now, at most once a second; see `noroshi.alerts.tending`. Give how many notices were let go."""
        return self._tending.tend()

    def attend(self, sensor: str, *, is_well: bool) -> None:
        """Note that a sensor is watched, and whether it sees: only then can an alert be called quiet."""
        self._tending.attend(sensor, is_well=is_well)

    def counters(self) -> Mapping[str, int]:
        """Count what became of detections so far, by name."""
        return dict(sorted(self._counts.items()))

    def _take(self, detections: Sequence[Detection]) -> Sequence[Turn]:
        """Decide about detections in order, and write it all down."""
        answers = [holders(self._responsibility, detection) for detection in detections]
        alerts = self._alerts(detections, answers)
        before = {alert.id: alert.version for alert in alerts.values()}
        new = {story for held in answers for story in held if story not in alerts}
        ids = alert_ids(new, self._book.taken)
        following: defaultdict[str, set[str]] = defaultdict(set)
        for alert in alerts.values():
            following[alert.episode].add(alert.story)
        turns: list[Turn] = []
        counts = Counter({"detections": len(detections)})
        for detection, held in zip(detections, answers, strict=True):
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

    def _alerts(
        self, detections: Sequence[Detection], answers: Sequence[Mapping[str, Answering]]
    ) -> dict[str, Alert]:
        """Give the alerts, by story, that detections may be about: holders', and those who held it before."""
        of_stories = self._book.of_stories({story for held in answers for story in held})
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

    def _move(self, seen: Sequence[Seen], asked: Asked, *, whole: bool) -> Moved:
        """Decide about alerts in order, and write it all down."""
        moving = self._moving([each.alert.upper() for each in seen], asked)
        done: list[str] = []
        refused: list[Refused] = []
        for each in seen:
            try:
                done.append(moving.move(each, asked))
            except NoroshiError as error:
                if whole:
                    raise
                refused.append(Refused(each.alert, error))
        self._book.record(moving.changed())
        return Moved([moving.alert(each) for each in done], refused)

    def _hear(self, said: Sequence[Said]) -> None:
        alerts, now = self._book.of_ids({each.alert for each in said}), self._clock.now()
        lines = [answered(alerts[each.alert], each, now) for each in said if each.alert in alerts]
        unchanged = [Revision(alerts[line.alert], line.version) for line in lines]  # if they still are
        self._book.record(Changed(unchanged, lines))

    def _moving(self, ids: Collection[str], asked: Asked) -> Moving:
        """Read what a move of some alerts needs; alerts before their histories, which then are as new at least."""
        now = self._clock.now()
        alerts = {**self._book.of_ids({*ids, asked.into.upper()})}
        alerts |= {alert.id: alert for alert in self._book.merged(ids)}
        latest = self._book.latest(alerts)
        joined = {each.before.merged_into for each in latest.values() if each.before} - alerts.keys() - {""}
        if asked.move is Move.UNDO and joined:
            alerts |= self._book.of_ids(joined)
        return Moving(alerts.values(), latest, now)


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
            seen, why = alert.detection.at, alert.detection.why
            yield Entry(alert.id, now, seen, deed, WATCH, alert.state, note=why, version=alert.version)


def _together(parts: Iterable[Moved]) -> Moved:
    done: list[Alert] = []
    refused: list[Refused] = []
    for part in parts:
        done += part.done
        refused += part.refused
    return Moved(done, refused)
