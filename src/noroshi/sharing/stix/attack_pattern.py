"""What an attacker does by it, in the words of MITRE ATT&CK.

Named by an id of ours with MITRE's in its references, because an object may be changed by nobody but its maker. Which technique a
darknet shows, and which it only suggests:

infection.external
    T1595.001, Scanning IP Blocks: addresses one after the other, without knowing who is there. Not T1595.002, Vulnerability
    Scanning: for that a target would have to answer, and dark addresses do not.
infection.internal
    T1046, Network Service Discovery: the same by somebody who is inside already.
dos.victim
    T1498, Network Denial of Service, and neither of its parts: backscatter does not tell whether the line or the
    machine behind it gave in, and what is reflected never reaches a darknet.
misconfiguration
    None: nobody attacks.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.imprint import Imprint, Object
from noroshi.sharing.stix.shared import unchanging


class Technique(NamedTuple):
    """A technique of ATT&CK's matrix for enterprises."""

    id: str
    name: str
    tactic: str
    """The phase of the kill chain, in ATT&CK's short form."""


TECHNIQUES: Final[Mapping[str, Technique]] = {
    "infection.external": Technique("T1595.001", "Scanning IP Blocks", "reconnaissance"),
    "infection.internal": Technique("T1046", "Network Service Discovery", "discovery"),
    "dos.victim": Technique("T1498", "Network Denial of Service", "impact"),
}


def attack_pattern(imprint: Imprint) -> Object | None:
    """Give the technique that a kind of finding shows; None if it shows none."""
    technique = TECHNIQUES.get(imprint.finding.kind)
    if technique is None:
        return None
    place = technique.id.replace(".", "/")
    return unchanging(
        "attack-pattern",
        own_id("attack-pattern", technique.id),
        name=technique.name,
        external_references=[
            {
                "source_name": "mitre-attack",
                "external_id": technique.id,
                "url": f"https://attack.mitre.org/techniques/{place}",
            }
        ],
        kill_chain_phases=[{"kill_chain_name": "mitre-attack", "phase_name": technique.tactic}],
    )
