"""edges: just above and just below what makes an infection or a misconfiguration."""

from collections.abc import Iterator

from noroshi.clock import MINUTE, SECOND
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.actors.misconfigured import Misconfigured
from noroshi.cyber.scenarios.actors.repeated import Repeated
from noroshi.cyber.scenarios.named.members import (
    CITY,
    FIVE,
    MONITORED,
    START,
    UNIVERSITY,
    everything_dark,
    residents,
)
from noroshi.cyber.scenarios.named.sizes import LONGEST, check, with_background
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.payloads import Payload
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.scenario import Scenario
from noroshi.cyber.scenarios.senders import Hosts

_TARGETS = tuple(f"198.18.{number}.{7 * number + 1}" for number in range(1, 21))
"""Dark addresses outside every member."""


def edges(*, seed: int = 1, packets: int = 20_000, sources: int = 2_000, duration: int = 600) -> Scenario:
    """Machines that just are, and just are not, worth an alert under the rules as they come."""
    check("duration", duration, 600, LONGEST)
    actors = (*_probes(seed), *_loggers(seed))
    return Scenario(
        name="edges",
        sentence="Machines that just are, and just are not, worth an alert under the rules as they come.",
        seed=seed,
        organisations=FIVE,
        monitored=MONITORED,
        actors=with_background(
            actors,
            packets=packets,
            sources=sources,
            start=START,
            span=duration * SECOND,
            ground=everything_dark(FIVE),
        ),
    )


def _probes(seed: int) -> Iterator[Actor]:
    """Give senders of few SYNs: three to three dark addresses are a scan."""
    cases = (
        (1, 1, False, "One stray packet."),
        (2, 2, False, "Two packets to two dark addresses: one short."),
        (3, 3, True, "Three packets to three dark addresses: just a scan."),
        (15, 2, False, "15 packets to two dark addresses within four minutes: neither a scan nor a habit."),
        (40, 20, True, "Forty packets to twenty dark addresses."),
    )
    hosts = residents(UNIVERSITY, seed, len(cases))
    for host, (packets, targets, is_scan, why) in zip(hosts, cases, strict=True):
        plant = Plant(
            subject=host, organisation=UNIVERSITY.id, kind="infection.external" if is_scan else None, why=why
        )
        yield Repeated(
            name=f"{packets} to {targets}",
            senders=Hosts((host,)),
            pace=Pace(START + MINUTE, 4 * MINUTE, packets, exact=True),
            plants=(plant,),
            targets=Hosts(_TARGETS[:targets]),
            port=8443,
        )


def _loggers(seed: int) -> Iterator[Misconfigured]:
    """Give senders to one dark address: twenty packets over five minutes are a misconfiguration."""
    cases = (
        (19, 400, False, "19 packets: one too few."),
        (20, 300, True, "Twenty packets over exactly five minutes."),
        (200, 299, False, "200 packets, but one second short of five minutes."),
    )
    hosts = residents(CITY, seed, len(cases))
    for host, (packets, seconds, is_misconfigured, why) in zip(hosts, cases, strict=True):
        plant = Plant(
            subject=host, organisation=CITY.id, kind="misconfiguration" if is_misconfigured else None, why=why
        )
        yield Misconfigured(
            name=f"{packets} logs in {seconds} s",
            senders=Hosts((host,)),
            pace=Pace(START + MINUTE, seconds * SECOND, packets, exact=True),
            plants=(plant,),
            server=Hosts(_TARGETS[:1]),
            payloads=(Payload.SYSLOG,),
        )
