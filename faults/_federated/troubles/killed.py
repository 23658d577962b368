"""A centre's service is killed, in the midst of anything, and started again a while later."""

import random
import time

from _federated.stage import Stage


def kill_one(stage: Stage, chance: random.Random) -> None:
    """Kill one."""
    name = chance.choice(sorted(stage.centres))
    stage.centres[name].kill()
    stage.rogue.outlived(name)
    time.sleep(chance.uniform(0, 2))
    stage.keep_alive()
