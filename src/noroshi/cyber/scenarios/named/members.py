"""Who is a member in the scenarios, and what is dark; all of it in ranges that nobody on the Internet uses."""

from ipaddress import ip_address, ip_network

import numpy as np

from noroshi.clock import moment
from noroshi.cyber.scenarios.dice import below, key_of, scatter
from noroshi.cyber.scenarios.ground import Ground
from noroshi.organisations.model import (
    OPERATOR,
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Organisation,
    Severity,
    Use,
)

START = moment("2026-01-15T00:00:00Z")
"""When every scenario starts."""

MONITORED = ("198.18.0.0/16",)
"""What the centre watches itself: half of the range for benchmarks (RFC 2544)."""


_APART, _ROLE = 16, 7
"""One address in sixteen may play a role, the seventh; so nobody in the crowd ever plays one."""


def _prefix(value: str, use: Use = Use.LIVE) -> Holding:
    return Holding(HoldingKind.PREFIX, value, use)


UNIVERSITY = Organisation(
    id="akane-university",
    name="Akane University",
    contacts=(
        Contact(
            ChannelKind.EMAIL, "csirt@akane-university.example", "Akane CSIRT", "ja", time_zone="Asia/Tokyo"
        ),
    ),
    holdings=(
        _prefix("100.64.0.0/18"),
        _prefix("100.64.48.0/20", Use.DARK),
        _prefix("2001:db8:a::/48"),
        _prefix("2001:db8:a:ff00::/56", Use.DARK),
    ),
    language="ja",
)
HOSPITAL = Organisation(
    id="midori-hospital",
    name="Midori Hospital",
    contacts=(
        Contact(ChannelKind.EMAIL, "it@midori-hospital.example", "IT desk", "ja", time_zone="Asia/Tokyo"),
    ),
    holdings=(_prefix("100.65.0.0/17"), _prefix("100.65.96.0/19", Use.DARK)),
    language="ja",
)
HOSTER = Organisation(
    id="aoi-hosting",
    name="Aoi Hosting",
    contacts=(Contact(ChannelKind.EMAIL, "noc@aoi-hosting.example", "Network operations"),),
    holdings=(_prefix("203.0.113.0/24"), _prefix("100.66.0.0/18")),
)
CITY = Organisation(
    id="kin-city",
    name="Kin City Office",
    contacts=(
        Contact(
            ChannelKind.EMAIL, "network@kin-city.example", "Network office", minimum_severity=Severity.LOW
        ),
    ),
    holdings=(_prefix("10.20.0.0/16"), _prefix("10.20.192.0/18", Use.DARK)),
)
PROVIDER = Organisation(
    id="murasaki-net",
    name="Murasaki Net",
    contacts=(Contact(ChannelKind.EMAIL, "abuse@murasaki-net.example", "Abuse desk"),),
    holdings=(_prefix("100.72.0.0/14"),),
)

CENTRE = Organisation(
    id="watch-centre",
    name="The watch centre",
    tags=(OPERATOR,),
    contacts=(Contact(ChannelKind.EMAIL, "duty@watch-centre.example", "Duty officer"),),
)
"""Who runs the centre, and is told of its sensors."""

FIVE = (UNIVERSITY, HOSPITAL, HOSTER, CITY, PROVIDER)


def dark(*organisations: Organisation) -> tuple[str, ...]:
    """Give their dark IPv4 prefixes."""
    return tuple(
        holding.value
        for organisation in organisations
        for holding in organisation.holdings
        if holding.use is Use.DARK and ":" not in holding.value
    )


def everything_dark(organisations: tuple[Organisation, ...], but: Organisation | None = None) -> Ground:
    """Give all dark IPv4 space, members' and the centre's own, as ground; `but` keeps one member's out."""
    return Ground((*MONITORED, *dark(*(one for one in organisations if one is not but))))


def residents(organisation: Organisation, seed: int, count: int) -> tuple[str, ...]:
    """Choose distinct live IPv4 addresses of a member, one for each role in the play.

    They are the seventh of some sixteen in the lower half of its first prefix.
    """
    network = ip_network(organisation.holdings[0].value)
    slots = network.num_addresses // 32
    start, step = (
        int(bits) for bits in scatter(key_of(seed, organisation.id), np.arange(2, dtype=np.uint64))
    )
    places = ((start + role * (step | 1)) % slots * _APART + _ROLE for role in range(count))
    return tuple(str(network.network_address + place) for place in places)


def crowd(organisation: Organisation, seed: int, count: int) -> tuple[str, ...]:
    """Choose up to so many live IPv4 addresses of a member that play no role, evenly at random.

    One that is drawn twice counts once. They lie in its first prefix; where it has a dark range, that
    is the last quarter.
    """
    network = ip_network(organisation.holdings[0].value)
    live = network.num_addresses * (3 if dark(organisation) else 4) // 4
    bits = scatter(key_of(seed, organisation.id, "crowd"), np.arange(count, dtype=np.uint64))
    block, place = np.divmod(below(live // _APART * (_APART - 1), bits), _APART - 1)
    places = dict.fromkeys((block * _APART + place + (place >= _ROLE)).tolist())
    return tuple(str(network.network_address + place) for place in places)


def many(count: int) -> tuple[Organisation, ...]:
    """Make up to 1,024 members with a /20 each out of 100.64.0.0/10, the last /24 of it dark."""
    first = int(ip_address("100.64.0.0"))
    return tuple(
        Organisation(
            id=f"member-{number:04}",
            name=f"Member {number}",
            contacts=(Contact(ChannelKind.EMAIL, f"noc@member-{number:04}.example"),),
            holdings=(
                _prefix(f"{ip_address(first + number * 4096)}/20"),
                _prefix(f"{ip_address(first + number * 4096 + 3840)}/24", Use.DARK),
            ),
        )
        for number in range(count)
    )
