"""Where the cyber domain's kinds stand in the Reference Security Incident Taxonomy.

Nothing else is here, so that whoever only reads alerts loads no kernel.
"""

from collections.abc import Mapping
from typing import Final

from noroshi.detections.model import Classification

CLASSIFICATIONS: Final[Mapping[str, Classification]] = {
    "infection.internal": Classification("malicious-code", "infected-system"),
    "infection.external": Classification("malicious-code", "infected-system"),
    "dos.victim": Classification("availability", "ddos"),
    "misconfiguration": Classification("availability", "misconfiguration"),
}
"""What is wrong with our own sensors is for nobody else, and a port that rises is nobody's incident: those have none."""
