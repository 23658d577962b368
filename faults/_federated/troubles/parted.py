"""Two centres cannot reach each other, while the third reaches both."""

import random
import time

from _federated.stage import Stage


def part_two(stage: Stage, chance: random.Random) -> None:
    """Take down a link, for longer than a pull waits for an answer, or for less."""
    link = chance.choice(stage.wires).link
    link.cut()
    time.sleep(chance.uniform(1, 15))
    link.mend()
