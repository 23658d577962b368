"""A link carries little more than a modem did."""

import random
import time

from _federated.stage import Stage


def slow_a_link(stage: Stage, chance: random.Random) -> None:
    """Slow a link down to 32 to 256 kbit/s, by shaping it; netem, which would also delay, is not in every kernel."""
    link = chance.choice(stage.wires).link
    link.slow(round(32 * 8 ** chance.random()))
    time.sleep(chance.uniform(2, 8))
    link.hasten()
