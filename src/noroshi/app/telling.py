"""What a partner may know, for those who are told by file or by push."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from noroshi.alerts.book import pages
from noroshi.alerts.wanted import Wanted
from noroshi.app.blocking import BlockLists
from noroshi.app.centre import Application
from noroshi.clock import DAY
from noroshi.errors import UsageError
from noroshi.organisations.model import Organisation
from noroshi.people.audit import By, What
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.catalogue import named
from noroshi.sharing.formats.format import Output
from noroshi.sharing.redaction import counted

AT_A_TIME: Final = 1_000
"""Alerts that are decided together."""

SPAN: Final = 7 * DAY
"""ns of which a partner is told unless somebody says otherwise: as far back as partners over TAXII are."""


class Told(NamedTuple):
    """What was written for a reader."""

    output: Output
    findings: int
    """How many findings they may know of; some may have no place in the format."""


def tell(
    centre: Application,
    block_lists: BlockLists,
    name: str,
    to: str,
    span: int,
    by: By,
    *,
    most: int | None = None,
) -> Told:
    """Write what a reader may know, in a format; the audit has it.

    Parameters
    ----------
    block_lists
        The centre's.
    name
        The format's.
    to
        The reader's id; a block-list may be for the centre itself, which is empty.
    span
        ns since an alert was last seen, at most; a block-list's entries have ends of their own.
    most
        Alerts at most; None for however many there are.

    Raises
    ------
    NotFoundError
        If the reader is not registered.
    UsageError
        If there is no such format, it needs a reader, or there are more alerts; nothing is let out then.
    SettingsError
        If a block-list is asked for, and it is not known what is never listed.
    StorageError
        If the database fails; what was let out before is written down as that.
    """
    chosen = named(name)
    reader = centre.organisations.get(to) if to else None
    if chosen.lists:
        listing = block_lists.served(reader)
        files = chosen.lists(listing, centre.terms(block_lists.allowed()))
        told = Told(Output(files, listing.left_out), len(listing.entries) + len(listing.without))
    elif reader:
        if most is not None:
            _check_number(centre, span, most)
        findings = let_out(centre, reader, span)
        told = Told(chosen.write(findings, centre.terms(Allowed())), len(findings))
    else:
        raise UsageError("what is shared is for somebody", hint="Name the partner with --to.")
    about = f"{chosen.name} for {to or 'this centre'}"
    entry = by.did(centre.clock.now(), What.EXPORT, about, f"{told.findings:,} findings")
    centre.people.audit.write([entry])
    return told


def let_out(centre: Application, partner: Organisation, span: int) -> Sequence[Finding]:
    """Let out what a partner may know of all alerts of late, with counts of what may only be counted.

    Parameters
    ----------
    span
        ns since an alert was last seen, at most.

    Raises
    ------
    StorageError
        If the database fails; what was let out before is written down as that.
    """
    outlet, now = centre.outlet(), centre.clock.now()
    told: list[Finding] = []
    counts: list[Finding] = []
    for alerts in pages(centre.alerts, _late(now, span), now, AT_A_TIME):
        told += outlet.let_out(partner, alerts)
        counts = list(counted([*counts, *outlet.counts(partner, alerts)]))
    return [*told, *counts]


def _check_number(centre: Application, span: int, most: int) -> None:
    now = centre.clock.now()
    if centre.alerts.count(_late(now, span), now, most + 1) > most:
        raise UsageError(
            f"more than {most:,} alerts were seen in that time",
            hint="Ask for a shorter time; `noroshi share` has no limit.",
        )


def _late(now: int, span: int) -> Wanted:
    return Wanted(since=now - span)
