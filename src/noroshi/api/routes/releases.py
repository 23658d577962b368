"""Releases and marks: what may leave to partners, and how far."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from litestar import get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Struct

from noroshi.api.given import Given
from noroshi.api.moments import moment_of
from noroshi.api.register import Register
from noroshi.api.routes.alerts import AlertId
from noroshi.api.routes.indications import IndicationId
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.indications import SeenIndications
from noroshi.app import Application
from noroshi.organisations.model import Marking, Organisation
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.releases import (
    DecisionRecord,
    MarkRecord,
    ReleaseRecord,
    SignDecisionRecord,
    TallyRecord,
    decision_record,
    mark_record,
    release_record,
    sign_decision_record,
    tally_records,
)
from noroshi.sharing.finding import Level
from noroshi.sharing.marks import UNMARKED, Field, FieldMark
from noroshi.sharing.releases import Released
from noroshi.sharing.releasing import Releasing

SEES = frozenset({Right.SEE})
MAY = frozenset({Right.RELEASE})


class ReleaseDeed(StrEnum):
    """What somebody does with a release."""

    APPROVE = "approve"
    """Agree; another person than the one who asked for it."""
    REFUSE = "refuse"
    """Say no."""
    WITHDRAW = "withdraw"
    """End it early."""


class ReleaseAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants to leave; at least a kind, an organisation, an alert or an indication."""

    to: str
    """To this organisation, by its id, or group: and a sharing group."""
    level: Level
    """How much of it: full, prefix or network."""
    reason: str
    """Why; whoever approves it reads that."""
    until: str
    """When it expires, in ISO 8601."""
    kind: str = ""
    """Of this kind, or all that begin so."""
    organisation: str = ""
    """About what this organisation holds, by its id."""
    alert: str = ""
    """This alert, by its id."""
    indication: str = ""
    """This indication, by its id."""


class MarkAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """How far an alert may go."""

    marking: Marking
    """By TLP 2.0."""
    embargo: str = ""
    """Before then nobody else is told of it, in ISO 8601; empty for no embargo."""
    group: str = ""
    """Only this sharing group may be told; empty for whoever is cleared."""
    fields: dict[Field, Marking] = {}
    """Fields that are marked more strictly than the whole."""


@get("/releases", may=SEES, notes=What.READ, sync_to_thread=True)
def list_releases(
    centre: Given[Application],
    over: Annotated[bool | None, QueryParameter(name="all", description="Also those that are over.")] = None,
) -> tuple[ReleaseRecord, ...]:
    """List releases, the latest asked for first."""
    now = centre.clock.now()
    return tuple(
        release_record(each, now) for each in centre.sharing.releases.all() if over or each.stands(now)
    )


@get("/releases/tallies", may=SEES, notes=What.READ, sync_to_thread=True)
def tally_releases(centre: Given[Application]) -> tuple[TallyRecord, ...]:
    """Count alerts and indications by partner, by what they may know, and by the rule."""
    return tuple(tally_records(centre.sharing.ledger.tallies(), centre.sharing.signs.tallies()))


@post("/releases", may=MAY, notes=None, sync_to_thread=True)
def ask_release(
    data: JSONBody[ReleaseAsked], centre: Given[Application], releasing: Given[Releasing]
) -> ReleaseRecord:
    """Ask that something may leave; what is not green by itself needs another person's approval."""
    what = Released(data.kind, data.organisation, data.alert, data.indication)
    release = releasing.ask(what, data.to, data.level, data.reason, moment_of(data.until, "until"))
    return release_record(release, centre.clock.now())


@post("/releases/{release:str}/{deed:str}", may=MAY, notes=None, status_code=200, sync_to_thread=True)
def decide_release(
    release: Annotated[str, PathParameter(description="A release's id, such as R-3K9XT.")],
    deed: Annotated[ReleaseDeed, PathParameter(description="What to do with it.")],
    centre: Given[Application],
    releasing: Given[Releasing],
) -> ReleaseRecord:
    """Approve, refuse or withdraw a release."""
    match deed:
        case ReleaseDeed.APPROVE:
            decided = releasing.approve(release)
        case ReleaseDeed.REFUSE:
            decided = releasing.refuse(release)
        case ReleaseDeed.WITHDRAW:
            decided = releasing.withdraw(release)
    return release_record(decided, centre.clock.now())


@get("/alerts/{alert:str}/decisions", may=SEES, notes=What.READ, sync_to_thread=True)
def explain_alert(
    alert: AlertId,
    alerts: Given[SeenAlerts],
    centre: Given[Application],
    register: Given[Register],
    to: Annotated[str, QueryParameter(description="An organisation's id; else every partner.")] = "",
) -> tuple[DecisionRecord, ...]:
    """Say what of an alert partners may know, by which rule, and what exactly they are told; nothing leaves by it."""
    about, outlet = alerts.get(alert), register.outlet()
    return tuple(
        decision_record(judged, reader.id, outlet.show(reader, judged))
        for reader in _readers(centre, register, to)
        for judged in outlet.judge(reader, [about])
    )


@get("/indications/{indication:str}/decisions", may=SEES, notes=What.READ, sync_to_thread=True)
def explain_indication(
    indication: IndicationId,
    indications: Given[SeenIndications],
    centre: Given[Application],
    register: Given[Register],
    to: Annotated[str, QueryParameter(description="An organisation's id; else every partner.")] = "",
) -> tuple[SignDecisionRecord, ...]:
    """Say whether partners may know of an indication, by which rule, and what exactly they are told; nothing leaves by it."""
    about, outlet = indications.get(indication), centre.sign_outlet()
    return tuple(
        sign_decision_record(judged, reader.id)
        for reader in _readers(centre, register, to)
        for judged in outlet.judge(reader, [about])
    )


def _readers(centre: Application, register: Register, to: str) -> Sequence[Organisation]:
    """Give one organisation, or every partner that is registered."""
    if to:
        return [register.organisation(to)]
    known = {each.id: each for each in register.organisations()}
    partners = [each.organisation for each in centre.sharing.partners.all()]
    return [known[each] for each in partners if each in known]


@get("/alerts/{alert:str}/mark", may=SEES, notes=What.READ, sync_to_thread=True)
def show_mark(alert: AlertId, alerts: Given[SeenAlerts], centre: Given[Application]) -> MarkRecord:
    """Give what an alert is marked with; amber if nobody has marked it."""
    of = alerts.get(alert).id
    return mark_record(of, centre.sharing.marks.of([of]).get(of, UNMARKED))


@put("/alerts/{alert:str}/mark", may=MAY, notes=None, sync_to_thread=True)
def mark_alert(alert: AlertId, data: JSONBody[MarkAsked], releasing: Given[Releasing]) -> MarkRecord:
    """Say how far an alert may go, in place of what was said before."""
    embargo = moment_of(data.embargo, "embargo") if data.embargo else None
    fields = [FieldMark(*each) for each in data.fields.items()]
    return mark_record(alert.upper(), releasing.mark(alert, data.marking, embargo, data.group, fields))


ROUTES = (
    list_releases,
    tally_releases,
    ask_release,
    decide_release,
    explain_alert,
    explain_indication,
    show_mark,
    mark_alert,
)
