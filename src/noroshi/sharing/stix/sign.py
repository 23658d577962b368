"""A sign, as an indicator of traffic to a port, and a sighting of it.

STIX's own object for traffic cannot say that it is about a port alone, for it wants an address; an indicator can. It is of what is
unusual, and blames nobody. A sighting per centre is how STIX says who has seen it.
"""

from collections.abc import Iterator
from typing import Final

from noroshi.clock import MILLISECOND, iso
from noroshi.sharing.blame import LIFETIME
from noroshi.sharing.sign import Sign, plain_sign
from noroshi.sharing.stix.extension import AUTHOR, extension_definition
from noroshi.sharing.stix.identity import identity, identity_id
from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.imprint import VERSION, Object
from noroshi.sharing.stix.marking import MARKING_IDS, marking
from noroshi.sharing.stix.network_traffic import MOST

EXTENSION: Final = own_id("extension-definition", "sign")

SCHEMA: Final = "urn:noroshi:sign:1"
"""A name, not a place: what stands in it are the fields of `noroshi.sharing.sign`."""


def sign_extension() -> Object:
    """Define the extension, as whoever uses one has to."""
    return extension_definition(EXTENSION, "sign", SCHEMA, "A first sign of something new, on its indicator.")


def sign_objects(sign: Sign) -> Iterator[Object]:
    """Give the objects that tell one sign."""
    yield from (marking(sign.marking), identity(sign.centre), identity(AUTHOR), sign_extension())
    indicator = _object(
        sign,
        "indicator",
        name=f"{sign.kind}: {sign.port}",
        description="More of it than usual was seen in dark space; nobody in particular is to blame.",
        indicator_types=["anomalous-activity"],
        pattern=port_pattern(sign.port),
        pattern_type="stix",
        pattern_version="2.1",
        valid_from=iso(sign.first),
        valid_until=iso(sign.last + LIFETIME),
        extensions={EXTENSION: {"extension_type": "property-extension", "sign": plain_sign(sign)}},
    )
    yield indicator
    yield _object(
        sign,
        "sighting",
        first_seen=iso(sign.first),
        last_seen=iso(sign.last),
        sighting_of_ref=indicator["id"],
        where_sighted_refs=[identity_id(sign.centre)],
        **({"count": min(sign.observations, MOST)} if sign.observations else {}),
    )


def port_pattern(port: str) -> str:
    """Write what matches traffic to a port.

    Examples
    --------
    >>> port_pattern("tcp/7547")
    "[network-traffic:protocols[*] = 'tcp' AND network-traffic:dst_port = 7547]"
    >>> port_pattern("icmp/8.0")
    "[network-traffic:protocols[*] = 'icmp' AND network-traffic:extensions.'icmp-ext'.icmp_type_hex = '08']"
    """
    protocol, _, number = port.partition("/")
    if protocol in {"tcp", "udp"}:
        what = f"network-traffic:dst_port = {int(number)}"
    else:
        kind = int(number.partition(".")[0])
        what = f"network-traffic:extensions.'icmp-ext'.icmp_type_hex = '{kind:02x}'"
    return f"[network-traffic:protocols[*] = '{protocol}' AND {what}]"


def _object(sign: Sign, kind: str, **properties: object) -> Object:
    """Make an object that has versions; one that turned out to be wrong is revoked."""
    made: Object = {
        "type": kind,
        "spec_version": VERSION,
        "id": own_id(kind, sign.centre, "sign", sign.id),
        "created": iso(sign.first),
        "modified": iso(-(-sign.modified // MILLISECOND) * MILLISECOND),
        "created_by_ref": identity_id(sign.centre),
        "object_marking_refs": [MARKING_IDS[sign.marking]],
        "confidence": round(sign.confidence * 100),
        **properties,
    }
    return made | ({"revoked": True} if sign.withdrawn else {})
