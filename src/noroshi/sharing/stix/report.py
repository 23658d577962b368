"""What one centre tells at one time, as a report."""

from collections.abc import Sequence
from typing import Any

from noroshi.clock import iso
from noroshi.organisations.model import Marking
from noroshi.sharing.finding import Finding
from noroshi.sharing.stix.identity import identity_id
from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.marking import MARKING_IDS

_STRICTNESS = {marking: rank for rank, marking in enumerate(Marking)}


def report(findings: Sequence[Finding], centre: str, refs: list[str]) -> dict[str, Any]:
    """Give a report over findings, marked as the strictest of them.

    Parameters
    ----------
    findings
        At least one.
    centre
        Who tells them, which need not be who found them.
    refs
        The ids of all objects that tell them.
    """
    first, last = min(each.first for each in findings), max(each.last for each in findings)
    modified = iso(max(max(each.modified, each.first) for each in findings))
    marking = max((each.marking for each in findings), key=_STRICTNESS.__getitem__)
    return {
        "type": "report",
        "spec_version": "2.1",
        "id": own_id(
            "report", centre, *sorted(f"{each.centre}\x1e{each.id}\x1e{each.version}" for each in findings)
        ),
        "created": modified,
        "modified": modified,
        "created_by_ref": identity_id(centre),
        "object_marking_refs": [MARKING_IDS[marking]],
        "name": f"Findings of {iso(first)[:10]} to {iso(last)[:10]}",
        "report_types": ["observed-data"],
        "published": modified,
        "object_refs": refs,
    }
