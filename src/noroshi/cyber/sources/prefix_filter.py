"""A filter that lets only packets to or from some prefixes through, as a classic BPF program.

The program is what `tcpdump -d "net A or net B or ..."` would give, but for two things. IPv4 prefixes are searched by
halves and not one after the other, so a hundred of them cost a packet eight comparisons. And an IP header
is looked for behind VLAN tags too; the outermost tag the system has taken off before a filter sees the frame.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, collapse_addresses
from typing import Final, NamedTuple

from noroshi.organisations.networks import Network

MOST: Final = 4096
"""Instructions that the system takes (linux/bpf_common.h, BPF_MAXINSNS)."""

SNAP: Final = 256
"""Bytes of a frame that are captured. Ethernet and a tag (18), IPv6 with extension headers, and a TCP header with all
its options (60) fit in, and so does the packet that an ICMP error quotes. Three times as many packets fit into the ring
as would of whole frames of a kilobyte, and payload, which no detector reads, is never kept."""

ETHERNET: Final = 1
"""The link type (the registry of tcpdump.org); any other has raw IP."""

_WORD_AT_X, _HALF, _BYTE = 0x40, 0x28, 0x30  # BPF_LD | BPF_W | BPF_IND, and | BPF_ABS
_SET_X, _AND = 0x01, 0x54
_JUMP, _IF_EQUAL, _IF_AT_LEAST = 0x05, 0x15, 0x35
_RETURN = 0x06

_TAGS = (0x8100, 0x88A8, 0x9100, 0x9200)
_TAGS_DEEP = 2
"""VLAN tags that are looked behind; a frame with more of them passes, and the parser sees to it."""

_FARTHEST = 255
"""Instructions that a comparison can skip; an unconditional jump has no such limit."""


class Instruction(NamedTuple):
    """One instruction, as `struct sock_filter` has it."""

    code: int
    yes: int = 0
    """How many to skip where the comparison holds."""
    no: int = 0
    """How many to skip where it does not."""
    value: int = 0


Program = Sequence[Instruction]

PASS: Final = Instruction(_RETURN, value=SNAP)
DROP: Final = Instruction(_RETURN)

EVERYTHING: Final[Program] = (PASS,)
"""Lets all through, and cuts it."""

NOTHING: Final[Program] = (DROP,)
"""Lets nothing through."""

_OUTSIDE: Final = Instruction(_JUMP, value=-1)
"""Stands in a search for "in none of the prefixes", until it is known what comes then."""


def compile_filter(networks: Iterable[Network], link: int) -> Program | None:
    """Write the program for frames of a link type; None if it would be longer than the system takes.

    Whatever a packet carries, its own addresses decide: an ICMP error passes if it was sent to or from a prefix,
    and what it quotes has no say.

    Examples
    --------
    >>> [len(compile_filter([IPv4Network("192.0.2.0/24")], link) or ()) for link in (1, 101)]
    [39, 20]
    """
    listed = list(networks)
    ipv4 = _ipv4(each for each in listed if isinstance(each, IPv4Network))
    ipv6 = _ipv6(each for each in listed if isinstance(each, IPv6Network))
    if link == ETHERNET:
        program = [*_type_behind_tags(), *_by_family(0x0800, ipv4, 0x86DD, ipv6)]
    else:
        version = [Instruction(_SET_X), Instruction(_BYTE), Instruction(_AND, value=0xF0)]
        program = [*version, *_by_family(0x40, ipv4, 0x60, ipv6)]
    return program if len(program) <= MOST else None


def _type_behind_tags() -> Program:
    """Find the Ethernet type of what comes behind the tags, and set X to where that begins."""
    code: list[Instruction] = []
    size = len(_TAGS) + 3
    for deep in range(_TAGS_DEEP + 1):
        code.append(Instruction(_HALF, value=12 + 4 * deep))
        code += (Instruction(_IF_EQUAL, len(_TAGS) + 1 - place, 0, tag) for place, tag in enumerate(_TAGS))
        code.append(Instruction(_SET_X, value=14 + 4 * deep))
        code.append(Instruction(_JUMP, value=(_TAGS_DEEP - deep) * size + 1))
    return [*code, PASS]


def _by_family(is_ipv4: int, ipv4: Program, is_ipv6: int, ipv6: Program) -> Program:
    """Go on with one of the programs, by what was loaded."""
    otherwise = [Instruction(_IF_EQUAL, 1, 0, is_ipv6), DROP, *ipv6]
    return [
        Instruction(_IF_EQUAL, 0, 1, is_ipv4),
        Instruction(_JUMP, value=len(otherwise)),
        *otherwise,
        *ipv4,
    ]


def _ipv4(networks: Iterable[IPv4Network]) -> Program:
    """Search for the source, then for the destination, of an IPv4 packet at X."""
    edges: set[int] = set()
    for each in collapse_addresses(networks):
        first, end = int(each.network_address), int(each.broadcast_address) + 1
        edges ^= {first, end}  # where one prefix ends and the next begins, nothing changes
    search = _search(sorted(edges - {0, 1 << 32}), is_inside=0 in edges)
    source = [
        Instruction(_JUMP, value=len(search) - 1 - place) if each is _OUTSIDE else each
        for place, each in enumerate(search)
    ]
    destination = [DROP if each is _OUTSIDE else each for each in search]
    return [Instruction(_WORD_AT_X, value=12), *source, Instruction(_WORD_AT_X, value=16), *destination]


def _search(edges: Sequence[int], *, is_inside: bool) -> Program:
    """Search by halves among the addresses at which the inside begins or ends; it is given how it is below them."""
    if not edges:
        return [PASS if is_inside else _OUTSIDE]
    middle = len(edges) // 2
    below = _search(edges[:middle], is_inside=is_inside)
    above = _search(edges[middle + 1 :], is_inside=is_inside ^ (middle % 2 == 0))
    if len(below) <= _FARTHEST:
        return [Instruction(_IF_AT_LEAST, len(below), 0, edges[middle]), *below, *above]
    far = Instruction(_JUMP, value=len(below))
    return [Instruction(_IF_AT_LEAST, 0, 1, edges[middle]), far, *below, *above]


def _ipv6(networks: Iterable[IPv6Network]) -> Program:
    """Compare the source, then the destination, of an IPv6 packet at X with one prefix after the other."""
    listed = list(collapse_addresses(networks))
    return [*(each for at in (8, 24) for network in listed for each in _compare(network, at)), DROP]


def _compare(network: IPv6Network, at: int) -> Program:
    """Compare an address, word by word, with a prefix."""
    code: list[Instruction] = [PASS]
    for place in reversed(range(-(-network.prefixlen // 32))):
        shift = 96 - 32 * place
        mask, wanted = (
            int(each) >> shift & 0xFFFFFFFF for each in (network.netmask, network.network_address)
        )
        load = [Instruction(_WORD_AT_X, value=at + 4 * place), Instruction(_AND, value=mask)]
        code = [*load, Instruction(_IF_EQUAL, 0, len(code), wanted), *code]
    return code
