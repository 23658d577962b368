"""What a partner may know of late, let out as a whole, for those who are told by file or by push."""

from collections.abc import Sequence
from typing import Final

from noroshi.alerts.book import pages
from noroshi.alerts.wanted import Wanted
from noroshi.app.centre import Application
from noroshi.organisations.model import Organisation
from noroshi.sharing.finding import Finding
from noroshi.sharing.redaction import counted

AT_A_TIME: Final = 1_000
"""Alerts that are decided together."""


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
    for alerts in pages(centre.alerts, Wanted(since=now - span), now, AT_A_TIME):
        told += outlet.let_out(partner, alerts)
        counts = list(counted([*counts, *outlet.counts(partner, alerts)]))
    return [*told, *counts]
