"""Ten minutes that have a bit of everything."""

from noroshi.clock import MINUTE, moment
from noroshi.cyber.scenarios.actors.background import Background
from noroshi.cyber.scenarios.actors.mirai import Mirai
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.scenario import Plant, Scenario
from noroshi.cyber.scenarios.senders import Hosts, Strangers
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation, Use

START = moment("2026-01-15T09:00:00+09:00")
"""When every scenario starts."""


def demo(seed: int = 1) -> Scenario:
    """Ten minutes that have a bit of everything."""
    member = Organisation(
        id="akane-university",
        name="Akane University",
        contacts=(Contact(ChannelKind.EMAIL, "csirt@akane.example", language="ja"),),
        holdings=(
            Holding(HoldingKind.PREFIX, "100.64.0.0/18"),
            Holding(HoldingKind.PREFIX, "100.64.48.0/20", Use.DARK),
        ),
    )
    ground = Ground(("198.18.0.0/16", "100.64.48.0/20"))
    return Scenario(
        name="demo",
        sentence="Ten minutes that have a bit of everything.",
        seed=seed,
        organisations=(member,),
        monitored=("198.18.0.0/16",),
        actors=(
            Background(
                name="background",
                senders=Strangers(0, 40_000),
                ground=ground,
                pace=Pace(START, 10 * MINUTE, 300_000),
            ),
            Mirai(
                name="bot",
                senders=Hosts(("100.64.3.7",)),
                ground=Ground(("198.18.0.0/16",)),
                pace=Pace(START + MINUTE, 8 * MINUTE, 2_000),
            ),
        ),
        plants=(
            Plant(
                "bot",
                "100.64.3.7",
                "akane-university",
                "infection.external",
                "2,000 probes of 2,000 addresses outside.",
                "mirai",
            ),
        ),
    )
