"""Packets that concern a member are found among those that do not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import SECOND
from noroshi.cyber.kernels.sources import choose
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import MONITORED, REGISTER, START, batch, error, packet

TABLE = Responsibility(REGISTER, MONITORED).at(START)
STRANGERS = ("9.9.9.9", "2001:db8:b::5")
ADDRESSES = st.sampled_from(["192.0.2.5", "192.0.2.200", "198.18.0.7", "2001:db8:a::5", *STRANGERS])

Drawn = tuple[int, str, str | None]
"""A packet's second, its source, and the address that it reports if it is an ICMP error."""


def chosen_plainly(drawn: list[Drawn], until: int) -> tuple[int, list[int]]:
    """Do the same, packet by packet."""
    found: list[int] = []
    for row, (second, source, about) in enumerate(drawn):
        if second >= until:
            return row, found
        found += [] if (about or source) in STRANGERS else [row]
    return len(drawn), found


@given(
    drawn=st.lists(st.tuples(st.integers(0, 9), ADDRESSES, st.none() | ADDRESSES), max_size=40),
    until=st.integers(0, 10),
)
def test_who_concerns_a_member(drawn: list[Drawn], until: int) -> None:
    """Packets of members and of dark addresses are chosen, and errors about them, up to the interval's end."""
    drawn.sort(key=lambda each: each[0])
    packets = batch(
        *(
            error(second, source, "198.18.0.1", about) if about else packet(second, source, "198.18.0.1")
            for second, source, about in drawn
        )
    )
    chosen = np.empty(len(drawn), np.int64)
    stop, count = choose(packets, 0, START + until * SECOND, TABLE.prefixes, TABLE.group, chosen)

    assert chosen_plainly(drawn, until) == (stop, chosen[: int(count)].tolist())
