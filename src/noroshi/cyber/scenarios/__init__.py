"""Made traffic with known truth.

A scenario is data: members, dark space, and actors that send packets, each of one
behaviour. `scenario` makes one by name, `generate` writes it to a capture and says what is
true about it; `write_roster` and `write_survey_list` write the
lists that a watch over it needs: its members, and the research scanners that play in it.

Actors are independent: each packet follows from the seed, its actor's name and its number,
so a file is the same however it is cut while it is made, and an actor's packets are the same
whoever else plays.
"""

from noroshi.cyber.scenarios.catalogue import SCENARIOS, scenario, sizes_of
from noroshi.cyber.scenarios.lists import write_roster, write_survey_list
from noroshi.cyber.scenarios.scenario import Scenario, Surveyor
from noroshi.cyber.scenarios.truth import Planted, Truth
from noroshi.cyber.scenarios.write import generate

__all__ = [
    "SCENARIOS",
    "Planted",
    "Scenario",
    "Surveyor",
    "Truth",
    "generate",
    "scenario",
    "sizes_of",
    "write_roster",
    "write_survey_list",
]
