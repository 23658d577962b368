"""A centre in which a partner has told of machines that nobody here holds."""

from msgspec.structs import replace

from noroshi.app import Application
from noroshi.clock import HOUR, SystemClock
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.finding import Finding, PortCount
from noroshi.sharing.partners import Partner
from noroshi.sharing.publishing import kept
from noroshi.sharing.stix.writing import write
from noroshi.sharing.taxii.collection import from_one
from tests.sharing.formats.telling import scanner

WEST = Partner("west", "West Centre")


def seen(subject: str = "45.0.0.7", **changes: object) -> Finding:
    """Something that the partner saw an hour ago, on tcp/23, and that was not forged."""
    last = SystemClock().now() - HOUR
    defaults: dict[str, object] = {
        "centre": WEST.name,
        "first": last - HOUR,
        "last": last,
        "modified": last,
        "ports": (PortCount("tcp", 23, 50),),
    }
    return replace(scanner(subject), **(defaults | changes))


def told(centre: Application, *findings: Finding, partner: Partner = WEST) -> None:
    """Let the partner tell findings."""
    now, collection = centre.clock.now(), from_one(partner.organisation)
    entry = AuditEntry(now, "tests", Via.COMMAND, What.ADD_PARTNER)
    if partner.organisation not in {each.organisation for each in centre.sharing.partners.all()}:
        centre.sharing.partners.add(partner, "", entry)
    centre.sharing.objects.open(collection)
    centre.sharing.objects.publish(collection.id, kept(write(findings)), now)
