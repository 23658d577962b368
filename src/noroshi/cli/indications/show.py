"""`noroshi indications show`: all about one indication."""

from collections.abc import Sequence

from noroshi.cli.alerts.evidence import show_evidence
from noroshi.cli.colours import NAME, severity_text
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.indications.seen import centre_text
from noroshi.cli.screen import Coloured, Screen
from noroshi.clock import clock_text
from noroshi.indications.model import Seen
from noroshi.records.indications import IndicationShown, indication_shown

app = command(
    "show",
    "noroshi indications show I-7QX3M2KA",
    "noroshi indications show i-7qx3m2ka --json | jq .evidence.tallies",
)

OUTPUTS = (IndicationShown,)


@app.default
def show(indication: str, /, *, here: Here = EVERYWHERE) -> None:
    """Show an indication with its evidence.

    Parameters
    ----------
    indication
        Its id, in capitals or not.
    """
    with here.books() as books:
        found = books.indications.get(indication)
    screen = here.screen()
    screen.record(indication_shown(found))
    if screen.as_json:
        return
    screen.line(Coloured(found.id, NAME), "  ", severity_text(found.severity), f"  {found.kind}")
    screen.line()
    screen.line(found.detection.why)
    screen.line()
    screen.facts(
        [
            (found.subject_kind, found.subject),
            ("started", f"{clock_text(found.started)} UTC"),
            ("last seen", f"{clock_text(found.last)} UTC{', and ended' if found.ended else ''}"),
        ]
    )
    show_evidence(screen, found.detection)
    _show_seen(screen, found.seen_by)


def _show_seen(screen: Screen, seen_by: Sequence[Seen]) -> None:
    screen.heading("Seen by, the first of them first")
    screen.table(
        ("centre", "first (UTC)", "last (UTC)", "over", "sources at most", "observations"),
        [
            (
                Coloured(centre_text(each.centre), NAME),
                clock_text(each.first),
                clock_text(each.last),
                "yes" if each.ended else "",
                f"{each.sources:,}",
                f"{each.observations:,}",
            )
            for each in seen_by
        ],
    )
