"""`noroshi releases explain`: what of an alert or an indication somebody may know, and why."""

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter

from noroshi.app import Application
from noroshi.cli.colours import NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured, Screen
from noroshi.organisations.model import Organisation
from noroshi.records.releases import (
    DecisionRecord,
    SignDecisionRecord,
    decision_record,
    sign_decision_record,
)
from noroshi.sharing.finding import Finding, Level

app = command(
    "explain",
    "noroshi releases explain A-7QX3M2K --to cert-abroad",
    "noroshi releases explain A-7QX3M2K I-7QX3M2KA --to cert-abroad --json",
)

OUTPUTS = (DecisionRecord, SignDecisionRecord)


@app.default
def explain(
    about: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    to: str,
    here: Here = EVERYWHERE,
) -> None:
    """Say what of alerts and indications an organisation may know, and why.

    It says which rule decided and what exactly they are told. Nothing leaves by it, and nothing is written.

    Parameters
    ----------
    about
        Ids of alerts, such as A-7QX3M2K, and of indications, such as I-7QX3M2KA.
    to
        The organisation, by its id.
    """
    screen = here.screen()
    signs = [each for each in about if each.upper().startswith("I-")]
    with here.application() as application:
        reader = application.organisations.get(to)
        _explain_alerts(screen, application, reader, [each for each in about if each not in signs])
        _explain_signs(screen, application, reader, signs)


def _explain_alerts(
    screen: Screen, application: Application, reader: Organisation, about: Sequence[str]
) -> None:
    alerts = [application.alerts.get(each) for each in about]
    outlet = application.outlet()
    for judged in outlet.judge(reader, alerts):
        finding = outlet.show(reader, judged)
        decision = decision_record(judged, reader.id, finding)
        screen.record(decision)
        _show(screen, decision.alert, decision, _told(finding) if finding else ())


def _explain_signs(
    screen: Screen, application: Application, reader: Organisation, about: Sequence[str]
) -> None:
    indications = [application.indications.get(each) for each in about]
    for judged in application.sign_outlet().judge(reader, indications):
        decision = sign_decision_record(judged, reader.id)
        sign = decision.sign
        screen.record(decision)
        _show(screen, decision.indication, decision, (sign.id, sign.kind, sign.port) if sign else ())


def _show(
    screen: Screen, about: str, decision: DecisionRecord | SignDecisionRecord, told: Sequence[str]
) -> None:
    level = Coloured(decision.level or "nothing", WARNING if decision.level in {None, Level.COUNTS} else "")
    screen.line(Coloured(about, NAME), "  ", level, f" to {decision.to}: {decision.reason}")
    if told:
        screen.line("; ".join(filter(None, told)), indent=2)


def _told(finding: Finding) -> Sequence[str]:
    network = f"AS{finding.asn} {finding.country}".strip() if finding.asn else finding.country
    ports = " ".join(f"{each.protocol}/{each.port}" for each in finding.ports)
    return finding.id, finding.kind, finding.subject, network, ports, " ".join(finding.labels), finding.why
