"""rising: a new worm that nobody has met yet."""

from typing import Final

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.cyber.scenarios.actors.worm import Worm
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named.members import FIVE, MONITORED, START, everything_dark
from noroshi.cyber.scenarios.named.sizes import LONGEST, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Strangers

PORT: Final = 7547
"""That it asks for, by TCP: routers are managed there, and nothing in the background asks for it."""

WAVES: Final = (30, 60, 120)
"""Strangers that fall ill together, half an hour apart."""

LAST: Final = 2 * HOUR
"""ns before the end at which the first of them do."""

EACH: Final = 5 * MINUTE
"""ns between two attempts of a stranger that this telescope sees."""


def rising(
    *, seed: int = 1, packets: int = 60_000, sources: int = 2_000, duration: int = 27 * 3_600
) -> Scenario:
    """One quiet day, and then a worm among strangers that doubles every half hour, on a port that nobody asked for."""
    check("duration", duration, LAST // SECOND, LONGEST)
    ground = everything_dark(FIVE)
    span = duration * SECOND
    return Scenario(
        name="rising",
        sentence="One quiet day, and then a worm among strangers that doubles every half hour, on a port that nobody asked for.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(
            _waves(seed, START + span - LAST, ground),
            packets=packets,
            sources=sources,
            start=START,
            span=span,
            ground=ground,
        ),
    )


def _waves(seed: int, start: int, ground: Ground) -> tuple[Worm, ...]:
    firsts = [sum(WAVES[:number]) for number in range(len(WAVES))]
    senders = [Strangers(OWN + first, size) for first, size in zip(firsts, WAVES, strict=True)]
    plant = Plant(
        subject=f"tcp/{PORT}",
        organisation="",
        kind="port.rising",
        why=f"{sum(WAVES)} sources ask for a port within two hours that nobody asked for before",
        senders=tuple(text for each in senders for text in each.texts(seed)),
    )
    return tuple(
        Worm(
            name=f"wave {number}",
            senders=each,
            pace=_pace(start + number * 30 * MINUTE, start + LAST - MINUTE, each.size),
            ground=ground,
            port=PORT,
            plants=(plant,) if number == 0 else (),
        )
        for number, each in enumerate(senders)
    )


def _pace(start: int, end: int, size: int) -> Pace:
    return Pace(start, end - start, size * (end - start) // EACH)
