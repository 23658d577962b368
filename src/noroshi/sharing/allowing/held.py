"""What is never listed because of the register."""

from collections.abc import Iterator

from noroshi.organisations.model import OPERATOR, PARTNER
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.allowing.allowed import Allowance, Because


def held(responsibility: Responsibility, now: int) -> Iterator[Allowance]:
    """Give what anybody holds now (ns UTC) or later, and what is monitored.

    "Any" as a monitored prefix is passed over: that all of the Internet is watched makes nothing of it the centre's.
    """
    for network, organisation in responsibility.holders(now):
        tags = organisation.tags
        because = Because.OURS if OPERATOR in tags else Because.PARTNER if PARTNER in tags else Because.MEMBER
        yield Allowance(network, because, organisation.id)
    for network in responsibility.monitored:
        if network.prefixlen:
            yield Allowance(network, Because.OURS, "monitored")
