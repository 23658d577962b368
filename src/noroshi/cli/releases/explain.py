"""`noroshi releases explain`: what of an alert somebody may know, and why."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured, Screen
from noroshi.records.releases import DecisionRecord, decision_record
from noroshi.sharing.finding import Finding

app = command(
    "explain",
    "noroshi releases explain A-7QX3M2K --to cert-abroad",
    "noroshi releases explain A-7QX3M2K A-M2K7QX3 --to cert-abroad --json",
)

OUTPUTS = (DecisionRecord,)


@app.default
def explain(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    to: str,
    here: Here = EVERYWHERE,
) -> None:
    """Say what of alerts an organisation may know, and why.

    It says which rule decided and what exactly they are told. Nothing leaves by it, and nothing is written.

    Parameters
    ----------
    alert
        Ids of alerts.
    to
        The organisation, by its id.
    """
    screen = here.screen()
    with here.application() as application:
        reader = application.organisations.get(to)
        alerts = [application.alerts.get(each) for each in alert]
        outlet = application.outlet()
        for judged in outlet.judge(reader, alerts):
            finding = outlet.show(reader, judged)
            decision = decision_record(judged, reader.id, finding)
            screen.record(decision)
            _show(screen, decision, finding)


def _show(screen: Screen, decision: DecisionRecord, finding: Finding | None) -> None:
    level = Coloured(decision.level or "nothing", "" if finding else WARNING)
    screen.line(Coloured(decision.alert, NAME), "  ", level, f" to {decision.to}: {decision.reason}")
    if finding is None:
        return
    network = f"AS{finding.asn} {finding.country}".strip() if finding.asn else finding.country
    ports = " ".join(f"{each.protocol}/{each.port}" for each in finding.ports)
    told = [finding.id, finding.kind, finding.subject, network, ports, " ".join(finding.labels), finding.why]
    screen.line("; ".join(filter(None, told)), indent=2)
