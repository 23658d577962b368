"""What the subject sent, by destination port: an observable each. Where it went to is never told."""

from typing import Final

from noroshi.sharing.stix.imprint import Imprint, Object

MOST: Final = 999_999_999
"""What STIX takes for a number of observations (section 4.14)."""


def network_traffic(imprint: Imprint, source: str) -> list[Object]:
    """Give the traffic of each port.

    An observable has no versions, so all that is in it follows from what makes its id: how many packets there were is told
    once it has ended. A port without a number, as ICMP's, leaves that out.

    Parameters
    ----------
    source
        The id of the subject's observable.
    """
    family = "ipv6" if source.startswith("ipv6") else "ipv4"
    made = []
    for port in imprint.finding.ports:
        contributing: Object = {
            "start": _short(imprint.first),
            "src_ref": source,
            "protocols": [family, port.protocol.lower()],
        }
        if port.port:
            contributing["dst_port"] = port.port
        if imprint.finding.ended:
            contributing["end"] = _short(imprint.last)
            counted = {"is_active": False, "src_packets": port.observations}
        else:
            counted = {"is_active": True}
        made.append(imprint.observable("network-traffic", contributing, **counted))
    return made


def _short(moment: str) -> str:
    """Leave out what a fraction of a second need not have, as OASIS' own library does: ids follow from the letters.

    Examples
    --------
    >>> _short("2023-11-14T22:13:20.250Z"), _short("2023-11-14T22:13:20.000Z")
    ('2023-11-14T22:13:20.25Z', '2023-11-14T22:13:20Z')
    """
    return moment[:-1].rstrip("0").rstrip(".") + "Z"
