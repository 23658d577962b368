"""Members' machines and what befalls them: actors with what should come of them."""

from ipaddress import ip_network

from noroshi.cyber.scenarios.actors.backscatter import Backscatter
from noroshi.cyber.scenarios.actors.gafgyt import Gafgyt
from noroshi.cyber.scenarios.actors.mirai import Mirai
from noroshi.cyber.scenarios.actors.misconfigured import Misconfigured
from noroshi.cyber.scenarios.actors.slammer import Slammer
from noroshi.cyber.scenarios.actors.spoofed import Spoofed
from noroshi.cyber.scenarios.actors.worm import Worm
from noroshi.cyber.scenarios.actors.zmap import Zmap
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.named.members import FIVE, MONITORED, crowd, dark, everything_dark
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.payloads import Payload
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.senders import Hosts, Strangers
from noroshi.organisations.model import Organisation

OUTSIDE = Ground(MONITORED)
"""Dark space that no member holds."""


def mirai(name: str, owner: Organisation, host: str, pace: Pace, port: int | None = None) -> Mirai:
    """Infect a member's machine with Mirai, or a variant that scans for `port`."""
    return Mirai(
        name=name, senders=Hosts((host,)), pace=pace, ground=OUTSIDE, port=port,
        plants=(_infected(owner, host, pace, "infection.external", "mirai"),),
    )  # fmt: skip


def gafgyt(name: str, owner: Organisation, host: str, pace: Pace) -> Gafgyt:
    """Infect a member's machine with a Telnet bot that leaves no fingerprint."""
    return Gafgyt(
        name=name, senders=Hosts((host,)), pace=pace, ground=OUTSIDE,
        plants=(_infected(owner, host, pace, "infection.external"),),
    )  # fmt: skip


def slammer(name: str, owner: Organisation, host: str, pace: Pace) -> Slammer:
    """Infect a member's database server with SQL Slammer."""
    return Slammer(
        name=name, senders=Hosts((host,)), pace=pace, ground=OUTSIDE,
        plants=(_infected(owner, host, pace, "infection.external"),),
    )  # fmt: skip


def researcher(name: str, owner: Organisation, host: str, pace: Pace, ports: tuple[int, ...]) -> Zmap:
    """Let a member's research project survey the Internet; a watch must say so, and must not hide it."""
    return Zmap(
        name=name, senders=Hosts((host,)), pace=pace, ground=OUTSIDE, ports=ports,
        plants=(_infected(owner, host, pace, "infection.external", "zmap-4.1"),),
    )  # fmt: skip


def worm(name: str, owner: Organisation, host: str, outside: Pace, inside: Pace) -> tuple[Worm, Worm]:
    """Infect a member's machine with a worm that scans the world and its own organisation's dark range."""
    return (
        Worm(
            name=f"{name} outside", senders=Hosts((host,)), pace=outside, ground=OUTSIDE,
            plants=(_infected(owner, host, outside, "infection.external"),),
        ),
        Worm(
            name=f"{name} inside", senders=Hosts((host,)), pace=inside, ground=Ground(dark(owner)),
            plants=(_infected(owner, host, inside, "infection.internal"),),
        ),
    )  # fmt: skip


def victim(
    name: str, owner: Organisation, host: str, pace: Pace, ground: Ground, *,
    routers: Strangers, port: int, over_udp: bool = False, why: str = "", is_attack: bool = True,
) -> Backscatter:  # fmt: skip
    """Attack a member's server with packets from forged sources; `is_attack` is what the rule should say."""
    lasting = pace.duration / 1e9
    clear = f"{pace.packets} answers over {lasting:.0f} s: far above 25 answers, 60 s and 30 in some minute."
    plant = Plant(
        subject=host, organisation=owner.id, kind="dos.victim" if is_attack else None, why=why or clear
    )
    return Backscatter(
        name=name, senders=Hosts((host,)), pace=pace, ground=ground,
        routers=routers, port=port, over_udp=over_udp, plants=(plant,),
    )  # fmt: skip


def misconfigured(
    name: str, owner: Organisation, host: str, pace: Pace, server: str, *payloads: Payload
) -> Misconfigured:
    """Let a member's machine talk to a server that moved away."""
    plant = Plant(
        subject=host, organisation=owner.id, kind="misconfiguration",
        why=f"{pace.packets} packets over {pace.duration / 1e9:.0f} s to one dark address.",
    )  # fmt: skip
    return Misconfigured(
        name=name, senders=Hosts((host,)), pace=pace, server=Hosts((server,)),
        payloads=payloads, plants=(plant,),
    )  # fmt: skip


def framed(name: str, owners: tuple[Organisation, ...], seed: int, start: int, duration: int) -> Spoofed:
    """Let forged sources fall on ten addresses of each member by chance: at most two packets each."""
    of = {host: owner for owner in owners for host in crowd(owner, seed, 10)}
    why = "At most two packets, their source forged at random: no reason to tell anybody."
    return Spoofed(
        name=name, senders=Hosts(tuple(of)), pace=Pace(start, duration, 2 * len(of) - 1),
        ground=OUTSIDE, port=80,
        plants=tuple(Plant(subject=host, organisation=owner.id, kind=None, why=why) for host, owner in of.items()),
    )  # fmt: skip


def forged(name: str, owner: Organisation, seed: int, start: int, duration: int) -> Spoofed:
    """Let a flood of forged sources fall on a member: on a thirtieth of the addresses of its first prefix.

    Of these, one in fifty is forged twice and one in five hundred three times. Random forgery
    would repeat fewer of them, and might repeat any of them any number of times, at any time. The repetitions
    come last, when so much is forged that chance explains three packets: so the truth is certain.
    """
    once = crowd(owner, seed, ip_network(owner.holdings[0].value).num_addresses // 30)
    twice, thrice = once[: len(once) // 50], once[: len(once) // 500]
    hosts = (*once, *twice, *thrice)
    why = "Three packets, their source forged: among thousands that are forged once, chance explains three."
    return Spoofed(
        name=name, senders=Hosts(hosts), pace=Pace(start, duration, len(hosts)),
        ground=everything_dark(FIVE, but=owner), port=80,
        plants=tuple(Plant(subject=host, organisation=owner.id, kind=None, why=why) for host in thrice),
    )  # fmt: skip


def _infected(owner: Organisation, host: str, pace: Pace, kind: str, fingerprint: str | None = None) -> Plant:
    side = "its own organisation's" if kind == "infection.internal" else "others'"
    why = f"{pace.packets} probes of {side} dark addresses at random over {pace.duration / 1e9:.0f} s."
    return Plant(subject=host, organisation=owner.id, kind=kind, why=why, fingerprint=fingerprint)
