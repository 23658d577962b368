"""`noroshi share`: what a partner may know, in a format that their tools read."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter
from msgspec import Struct

from noroshi.alerts.wanted import Wanted
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import counted
from noroshi.cli.times import read_span
from noroshi.errors import UsageError
from noroshi.files import write_whole
from noroshi.organisations.model import Organisation
from noroshi.sharing.blocking import Allowed
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.catalogue import named
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.redaction import counted as counted_findings

if TYPE_CHECKING:
    from noroshi.app import Application

AT_A_TIME: Final = 1_000
"""Alerts that are decided together."""

app = command(
    "share",
    "noroshi share stix --to cert-abroad --out for-cert-abroad",
    "noroshi share misp --to cert-abroad --out feed --since 30d",
)


class Shared(Struct, frozen=True):
    """What was written for a partner."""

    format: str
    """Its name."""
    to: str
    """The partner's id."""
    findings: int
    """How many they may know of."""
    left_out: dict[str, int]
    """How many of them the format has not, by reason."""
    files: list[str]
    """Where they are."""


OUTPUTS = (Shared,)


@app.default
def share(
    format_: str,
    /,
    *,
    to: str,
    out: Path,
    since: Annotated[str, Parameter(show_default=True)] = "7d",
    here: Here = EVERYWHERE,
) -> None:
    """Write what a partner may know, in a format that their tools read.

    It is decided, redacted and written down in the audit as for partners that ask over TAXII. Lists on which machines act, such
    as those for firewalls, are not written: they need a person's release, which nobody can give yet.

    Parameters
    ----------
    format_
        stix, json, csv, intelmq, misp, shadowserver-darknet, shadowserver-ddos or xarf.
    to
        The partner, by its id.
    out
        A folder, which is made if there is none; files of the same names are replaced.
    since
        Of alerts that were last seen so long ago at the most.
    """
    chosen = named(format_)
    if chosen.needs_release:
        raise UsageError(
            f"{format_} is a list on which machines act, and needs a person's release",
            hint="Nobody can give that yet; choose a format that is only read.",
        )
    span = read_span(since)
    with here.application() as application:
        partner = application.organisations.get(to)
        told = _told(application, partner, span)
        section = application.config.centre
        centre = Centre(section.name, section.answer_to, section.answer_to.partition("@")[2])
        output = chosen.write(told, Terms(centre, application.clock.now(), Allowed(())))
    for name, content in output.files.items():
        _put(out / name, content)
    files = sorted(str(out / name) for name in output.files)
    left_out = {why.value: count for why, count in output.left_out.items()}
    screen = here.screen()
    screen.record(Shared(chosen.name, partner.id, len(told), left_out, files))
    left = sum(left_out.values())
    screen.line(f"{counted(len(told) - left, 'finding')} for {partner.id} in {out}, {left} left out.")


def _told(application: "Application", partner: Organisation, span: int) -> Sequence[Finding]:
    """Let out what the partner may know of all alerts of late, with counts of what may only be counted."""
    outlet, now = application.outlet(), application.clock.now()
    told: list[Finding] = []
    counts: list[Finding] = []
    after, is_more = None, True
    while is_more:
        alerts, after = application.alerts.page(Wanted(since=now - span), now, AT_A_TIME, after)
        told += outlet.let_out(partner, alerts)
        counts = counted_findings([*counts, *outlet.counts(partner, alerts)])
        is_more = after is not None
    return [*told, *counts]


def _put(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises
    ------
    UsageError
        If it cannot be written there.
    """
    try:
        write_whole(path, [content], path.with_name(f"{path.name}.part"))
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}", hint="Choose a folder that you may write to."
        ) from error
