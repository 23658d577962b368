"""Releases, marks and decisions as programs get them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from noroshi.clock import iso
from noroshi.organisations.model import Marking
from noroshi.records.findings import FindingRecord, finding_record
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.ledger import SignTally, Tally
from noroshi.sharing.marks import Mark
from noroshi.sharing.outlet import Judged
from noroshi.sharing.policy import Rule
from noroshi.sharing.releases import Release, Released, ReleaseState
from noroshi.sharing.sign import Sign
from noroshi.sharing.signs.outlet import JudgedSign, level_by


class ReleaseNow(StrEnum):
    """Where a release stands now."""

    ASKED = "asked"
    """One person wants it; what needs one person only leaves."""
    APPROVED = "approved"
    """Another person agreed."""
    REFUSED = "refused"
    """Another person said no."""
    WITHDRAWN = "withdrawn"
    """Somebody ended it early."""
    EXPIRED = "expired"
    """Its time is over."""


class ReleaseRecord(Struct, frozen=True):
    """A decision of persons that something may leave."""

    id: str
    """Its short id."""
    state: ReleaseNow
    """asked, approved, refused, withdrawn or expired."""
    what: Released
    """What it is about: whatever meets every condition given."""
    to: str
    """An organisation's id, or group: and a sharing group."""
    level: Level
    """How much of it leaves: full, prefix or network."""
    reason: str
    """Why."""
    asked_by: str
    """Who asked."""
    asked: str
    """When that was, ISO 8601 in UTC."""
    until: str
    """When it expires, ISO 8601 in UTC."""
    decided_by: str
    """Who approved or refused it; empty for nobody yet."""
    decided: str | None
    """When that was, ISO 8601 in UTC; else null."""
    withdrawn_by: str
    """Who ended it early; empty for nobody."""
    withdrawn: str | None
    """When that was, ISO 8601 in UTC; else null."""


class MarkRecord(Struct, frozen=True):
    """What an alert is marked with."""

    alert: str
    """The alert's id."""
    marking: Marking
    """clear, green, amber, amber+strict or red."""
    embargo: str | None
    """Until when nobody else is told of it, ISO 8601 in UTC; null for no embargo."""
    group: str
    """The sharing group that alone may be told; empty for whoever is cleared."""
    fields: dict[str, Marking]
    """Fields that are marked more strictly than the whole."""
    by: str
    """Who marked it; empty for the marking that it has by itself."""
    at: str | None
    """When that was, ISO 8601 in UTC; null if nobody has."""


class DecisionRecord(Struct, frozen=True):
    """What of an alert may leave to somebody, and why."""

    alert: str
    """The alert's id."""
    to: str
    """The organisation's id."""
    level: Level | None
    """full, prefix, network, counts; null if nothing leaves."""
    rule: Rule
    """Which rule decided."""
    reason: str
    """One sentence; for the centre's own people."""
    told: Level | None
    """The most that they were ever told of it; null if they never were."""
    finding: FindingRecord | None
    """What they are told; null where nothing is, or a number only."""


class SignRecord(Struct, frozen=True):
    """What a partner is told about an indication."""

    id: str
    """The same for the same story at the same centre."""
    centre: str
    """The centre that saw it."""
    marking: Marking
    """How far it may go on from there."""
    kind: str
    """The detection kind, such as port.rising."""
    port: str
    """Such as tcp/7547."""
    first: str
    """The first observation, ISO 8601 in UTC."""
    last: str
    """The latest observation, ISO 8601 in UTC."""
    ended: bool
    """Whether it is over."""
    sources: int
    """Distinct sources at once, at the most."""
    observations: int
    """How many observations there were."""
    confidence: float
    """How sure the detector is, from 0 to 1."""


class SignDecisionRecord(Struct, frozen=True):
    """Whether an indication may leave to somebody, and why."""

    indication: str
    """The indication's id."""
    to: str
    """The organisation's id."""
    level: Level | None
    """full, whatever level a release names: there is nothing in it that a level hides; null if nothing leaves."""
    rule: Rule
    """Which rule decided."""
    reason: str
    """One sentence; for the centre's own people."""
    sign: SignRecord | None
    """What they are told; null where nothing is."""


class TallyRecord(Struct, frozen=True):
    """How many alerts and indications stand alike with a partner."""

    to: str
    """The organisation's id."""
    level: Level | None
    """How much of each they may know: full, prefix, network, counts; null if nothing."""
    rule: Rule
    """Which rule decided so."""
    alerts: int
    """How many alerts."""
    indications: int
    """How many indications."""


def tally_records(tallies: Iterable[Tally], sign_tallies: Iterable[SignTally]) -> Sequence[TallyRecord]:
    """Put tallies of alerts and of indications together, by partner, level and rule."""
    alerts = {(each.reader, each.level, each.rule): each.alerts for each in tallies}
    signs = {(each.reader, level_by(each.rule), each.rule): each.indications for each in sign_tallies}
    keys = sorted(alerts.keys() | signs.keys(), key=lambda key: (key[0], key[1] or "", key[2]))
    return [TallyRecord(*key, alerts.get(key, 0), signs.get(key, 0)) for key in keys]


def release_record(release: Release, now: int) -> ReleaseRecord:
    """Put a release in the form that programs read."""
    return ReleaseRecord(
        id=release.id,
        state=release_now(release, now),
        what=release.what,
        to=release.to,
        level=release.level,
        reason=release.reason,
        asked_by=release.asked_by,
        asked=iso(release.asked),
        until=iso(release.until),
        decided_by=release.decided_by,
        decided=_iso(release.decided),
        withdrawn_by=release.withdrawn_by,
        withdrawn=_iso(release.withdrawn),
    )


def release_now(release: Release, now: int) -> ReleaseNow:
    """Say where a release stands at a moment (ns UTC)."""
    if release.state in {ReleaseState.ASKED, ReleaseState.APPROVED} and not release.stands(now):
        return ReleaseNow.EXPIRED
    return ReleaseNow(release.state.value)


def mark_record(alert: str, mark: Mark) -> MarkRecord:
    """Put a mark in the form that programs read."""
    return MarkRecord(
        alert=alert,
        marking=mark.marking,
        embargo=_iso(mark.embargo),
        group=mark.group,
        fields={field.value: marking for field, marking in mark.fields},
        by=mark.by,
        at=iso(mark.at) if mark.version else None,
    )


def decision_record(judged: Judged, reader: str, finding: Finding | None) -> DecisionRecord:
    """Put what of an alert may leave in the form that programs read."""
    return DecisionRecord(
        alert=judged.alert.id,
        to=reader,
        level=judged.decision.level,
        rule=judged.decision.rule,
        reason=judged.decision.reason,
        told=judged.standing.told if judged.standing else None,
        finding=finding_record(finding) if finding else None,
    )


def sign_decision_record(judged: JudgedSign, reader: str) -> SignDecisionRecord:
    """Put whether an indication may leave in the form that programs read."""
    level = level_by(judged.decision.rule)
    return SignDecisionRecord(
        indication=judged.indication.id,
        to=reader,
        level=level,
        rule=judged.decision.rule,
        reason=judged.decision.reason,
        sign=_sign_record(judged.sign) if judged.sign and level else None,
    )


def _sign_record(sign: Sign) -> SignRecord:
    return SignRecord(
        id=sign.id,
        centre=sign.centre,
        marking=sign.marking,
        kind=sign.kind,
        port=sign.port,
        first=iso(sign.first),
        last=iso(sign.last),
        ended=sign.ended,
        sources=sign.sources,
        observations=sign.observations,
        confidence=sign.confidence,
    )


def _iso(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)
