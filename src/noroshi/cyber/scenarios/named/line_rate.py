"""line-rate: as much as one likes, for benchmarks."""

from ipaddress import ip_address

from noroshi.clock import SECOND
from noroshi.cyber.scenarios.actors.mirai import Mirai
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named.members import START
from noroshi.cyber.scenarios.named.sizes import LONGEST_PLAY, OWN, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Hosts
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation

MONITORED = ("198.18.0.0/15",)
_PREFIXES_EACH = 10
_FIRST = int(ip_address("10.0.0.0"))


def line_rate(
    *,
    seed: int = 1,
    packets: int = 20_000_000,
    sources: int = 500_000,
    members: int = 10_000,
    duration: int = 3_600,
) -> Scenario:
    """Smallest frames from many sources with a heavy tail; `members` counts prefixes, ten to an organisation.

    All frames have 60 to 74 bytes. One packet in a hundred comes from a member, from one source in
    250 at most, and all of these are Mirai-like bots with twenty packets or more. A large provider's
    share of a darknet's sources is of that order; it was chosen, not measured.
    """
    check("members", members, 1, 16_384)
    check("duration", duration, 1, LONGEST_PLAY)
    check("sources", sources, 2, OWN)
    check("packets", packets, sources + sources // 50 + 20)  # room for everybody, and the bots' share
    bots = _bots(seed, packets, sources, members, duration * SECOND)
    return Scenario(
        name="line-rate",
        sentence="Smallest frames from many sources with a heavy tail, to measure with.",
        seed=seed,
        organisations=_organisations(members),
        monitored=MONITORED,
        actors=with_background(
            (bots,),
            packets=packets,
            sources=sources,
            start=START,
            span=duration * SECOND,
            ground=Ground(MONITORED),
        ),
    )


def _bots(seed: int, packets: int, sources: int, members: int, span: int) -> Mirai:
    count = max(min(sources // 250, packets // 2_000, members), 1)
    numbers = [number * members // count for number in range(count)]
    hosts = [str(ip_address(_FIRST + 1024 * number + (seed * 31 + number) % 1022 + 1)) for number in numbers]
    plants = tuple(
        Plant(
            subject=host,
            organisation=f"member-{number // _PREFIXES_EACH:04}",
            kind="infection.external",
            why="Twenty or more probes of as many dark addresses.",
            fingerprint="mirai",
        )
        for host, number in zip(hosts, numbers, strict=True)
    )
    pace = Pace(START, span, max(packets // 100, 20 * count))
    return Mirai(name="bots", senders=Hosts(tuple(hosts)), pace=pace, ground=Ground(MONITORED), plants=plants)


def _organisations(members: int) -> tuple[Organisation, ...]:
    return tuple(
        Organisation(
            id=f"member-{number:04}",
            name=f"Member {number}",
            contacts=(Contact(ChannelKind.EMAIL, f"noc@member-{number:04}.example"),),
            holdings=tuple(
                Holding(HoldingKind.PREFIX, f"{ip_address(_FIRST + 1024 * prefix)}/22")
                for prefix in range(number * _PREFIXES_EACH, min((number + 1) * _PREFIXES_EACH, members))
            ),
        )
        for number in range(-(-members // _PREFIXES_EACH))
    )
