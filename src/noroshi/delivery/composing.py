"""From owed notices to messages that are written down."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

from noroshi import tracing
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, Reason
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.gathering import Gathered, Group, gather
from noroshi.delivery.hours import next_opening, next_summary
from noroshi.delivery.message import SUMMARY, Message, Telling, message_key
from noroshi.delivery.protection.clear import lacks_certificate
from noroshi.delivery.rates import Limiter
from noroshi.delivery.settings import DeliverySettings
from noroshi.detections.guide import Guide
from noroshi.errors import NotFoundError
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.model import Contact, Marking, Organisation, Severity

LOOKED_AT = 50_000
"""Owed notices that one pass looks at, the most severe first: bounds its memory (about 50 MB)."""

FindGuide: TypeAlias = Callable[[str, Collection[str], str], Guide | None]
"""Gives the guide about a kind and some labels, in a language."""

SUPERSEDED = "superseded"
RESOLVED = "resolved"
CONTACT_LEFT = "contact left"
_BECAUSE = {
    SUPERSEDED: "Superseded: another notice told the same contact more about the same alert.",
    RESOLVED: "The alert was resolved before the contact was told.",
    CONTACT_LEFT: "The contact is no longer registered.",
}


def no_guide(_kind: str, _labels: Collection[str], _language: str) -> Guide | None:
    """Advise nothing, whatever was seen."""
    return None


class Composer:
    """Mutes what need not be told, and writes down the messages whose time has come.

    A notice that is dated later than now was owed before the clock went back, and has waited long enough.

    Parameters
    ----------
    book
        Where notices wait.
    organisations
        The register, which is asked for contacts as they stand now.
    settings
        Paces, rates and the summary hour.
    sentences
        Detection kind -> a sentence for a member who gets one, from the domains.
    find_guide
        Says what to do about alerts, where the console has no URL that members could open.
    classified
        Detection kind -> where it stands in the Reference Security Incident Taxonomy, such as malicious-code/infected-system.
    """

    def __init__(
        self,
        book: OutboxBook,
        organisations: OrganisationBook,
        settings: DeliverySettings,
        sentences: Mapping[str, str],
        find_guide: FindGuide = no_guide,
        classified: Mapping[str, str] | None = None,
    ) -> None:
        self._book = book
        self._organisations = organisations
        self._settings = settings
        self._sentences = sentences
        self._find_guide = find_guide
        self._classified = classified or {}
        self._limiter = Limiter(settings.rates)
        self._counters: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()

    def compose(self, now: int, *, early: bool = False) -> int:
        """Write down every message whose time has come; return how many.

        Parameters
        ----------
        now
            ns UTC.
        early
            Do not gather any longer. Hours and rates still hold.
        """
        gathered: Gathered = gather(self._book.owed(LOOKED_AT))
        self._mute(gathered.superseded, SUPERSEDED)
        self._waiting.clear()
        composed = 0
        for group, notices in gathered.groups.items():
            if early or self._gathered_enough(group, notices, now):
                composed += self._compose_group(group, notices, now, early=early)
            else:
                self._waiting["gathering"] += len(notices)
        self._counters["composed"] += composed
        return composed

    def counters(self) -> Counter[str]:
        """Count messages composed and notices muted since the start, and those that wait now, by reason."""
        return self._counters + self._waiting

    def _gathered_enough(self, group: Group, notices: Sequence[Notice], now: int) -> bool:
        if group.kind == SUMMARY:
            return True
        pace = self._settings.paces[group.severity]
        oldest = min(notice.owed for notice in notices)
        if oldest <= now < oldest + pace.wait:
            return False
        last = self._book.last_composed(group, now)
        return last is None or now >= last + pace.interval

    def _compose_group(self, group: Group, notices: Sequence[Notice], now: int, *, early: bool) -> int:
        organisation, contact = self._addressee(group)
        if organisation is None or contact is None:
            self._mute(notices, CONTACT_LEFT)
            return 0
        if group.kind == SUMMARY and not early:
            oldest = min(notice.owed for notice in notices)
            if oldest <= now < next_summary(contact, self._settings.summary_hour, oldest):
                self._waiting["waiting for the summary"] += len(notices)
                return 0
        if group.severity is not Severity.CRITICAL and next_opening(contact, now) > now:
            self._waiting["waiting for hours"] += len(notices)
            return 0
        markings = self._book.markings({notice.alert for notice in notices})
        tellings = self._tellings(self._leaving(contact, notices, markings), markings)
        composed = 0
        for start in range(0, len(tellings), self._settings.most):
            if not self._limiter.take(contact.channel, contact.address, now):
                self._waiting["waiting for the rate"] += sum(
                    len(telling.notices) for telling in tellings[start:]
                )
                break
            part = tellings[start : start + self._settings.most]
            composed += self._write(self._message(group, organisation, contact, part, now))
        return composed

    def _addressee(self, group: Group) -> tuple[Organisation | None, Contact | None]:
        """Find whom a group is for, if it is still registered."""
        try:
            organisation = self._organisations.get(group.organisation)
        except NotFoundError:
            return None, None
        wanted = (group.channel, group.address)
        contacts = (
            contact for contact in organisation.contacts if (contact.channel, contact.address) == wanted
        )
        return organisation, next(contacts, None)

    def _tellings(self, notices: Sequence[Notice], markings: Mapping[str, Marking]) -> list[Telling]:
        """Put together what there is to say about each alert, the most severe and then the oldest first."""
        stories: dict[str, list[Notice]] = defaultdict(list)
        for notice in notices:
            stories[notice.alert].append(notice)
        alerts = self._book.alerts(stories)
        told = [alert for alert in alerts.values() if alert.state is not AlertState.RESOLVED]
        untold = stories.keys() - {alert.id for alert in told}
        self._mute([notice for alert in untold for notice in stories[alert]], RESOLVED)
        told.sort(key=lambda alert: (-alert.severity.rank, alert.started, alert.id))
        return [self._telling(alert, stories[alert.id], markings[alert.id]) for alert in told]

    def _leaving(
        self, contact: Contact, notices: Sequence[Notice], markings: Mapping[str, Marking]
    ) -> Sequence[Notice]:
        """Leave out what may only be told encrypted, while the contact has no certificate."""
        email = self._settings.email
        held = {alert for alert, marking in markings.items() if lacks_certificate(contact, marking, email)}
        leaving = [notice for notice in notices if notice.alert not in held]
        self._waiting["waiting for a certificate"] += len(notices) - len(leaving)
        return leaving

    def _telling(self, alert: Alert, notices: Sequence[Notice], marking: Marking) -> Telling:
        return Telling(
            alert=alert,
            reasons=_said_once([notice.reason for notice in notices]),
            notices=tuple(notice.id for notice in notices),
            sentence=self._sentences.get(alert.kind, ""),
            at=min(notice.at for notice in notices),
            marking=marking,
            classification=self._classified.get(alert.kind, ""),
        )

    def _message(
        self,
        group: Group,
        organisation: Organisation,
        contact: Contact,
        tellings: Sequence[Telling],
        now: int,
    ) -> Message:
        return Message(
            key=message_key(notice for telling in tellings for notice in telling.notices),
            centre=self._settings.centre,
            organisation=organisation.id,
            organisation_name=organisation.name,
            contact=contact,
            kind=group.kind,
            severity=group.severity,
            composed=now,
            tellings=tuple(tellings),
            console=self._settings.console,
            guides=() if self._settings.console else self._guides(group, contact, tellings),
        )

    def _guides(self, group: Group, contact: Contact, tellings: Sequence[Telling]) -> tuple[Guide, ...]:
        """Give what to do about alerts that are told: nothing about those that merely go on, or have ended."""
        found: dict[str, Guide] = {}
        for telling in tellings:
            if group.kind != SUMMARY and telling.reasons[-1] is not Reason.ENDED:
                labels = [label.name for label in telling.alert.detection.evidence.labels]
                guide = self._find_guide(telling.alert.kind, labels, contact.language)
                found |= {guide.topic: guide} if guide else {}
        return tuple(found.values())

    def _write(self, message: Message) -> bool:
        """Write a message down; False if one of its notices is not owed any more."""
        began = tracing.now()
        written = self._book.compose(message)
        ended = tracing.now()
        for telling in message.tellings if written and ended else ():
            tracing.done(
                "compose",
                began,
                ended,
                alert=telling.alert.id,
                key=message.step(telling),
                channel=message.contact.channel.value,
                kind=message.kind,
                severity=message.severity.value,
                reason=", ".join(telling.reasons),
                alerts=len(message.tellings),
                delay=tracing.delay(telling.at, ended),
            )
        return written

    def _mute(self, notices: Sequence[Notice], reason: str) -> None:
        if notices:
            ids = [notice.id for notice in notices]
            self._counters[f"muted: {reason}"] += self._book.mute(ids, _BECAUSE[reason])


def _said_once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))
