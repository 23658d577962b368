"""quiet: nothing that concerns a member."""

from noroshi.clock import SECOND
from noroshi.cyber.scenarios.named.members import FIVE, MONITORED, START, everything_dark
from noroshi.cyber.scenarios.named.sizes import LONGEST, OWN, check, with_background
from noroshi.cyber.scenarios.scenario import Scenario


def quiet(
    *, seed: int = 1, packets: int = 100_000, sources: int | None = None, duration: int = 600
) -> Scenario:
    """Background radiation alone: nobody is to be told anything."""
    check("duration", duration, 1, LONGEST)
    return Scenario(
        name="quiet",
        sentence="Background radiation alone: nobody is to be told anything.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(
            (),
            packets=packets,
            sources=min(max(packets // 10, 1), OWN) if sources is None else sources,
            start=START,
            span=duration * SECOND,
            ground=everything_dark(FIVE),
        ),
    )
