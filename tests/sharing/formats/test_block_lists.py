from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import HOUR
from noroshi.organisations.networks import Network
from noroshi.sharing.allowing.allowed import Allowance, Allowed, Because
from noroshi.sharing.blame import LIFETIME, Spared
from noroshi.sharing.blocking import listing
from noroshi.sharing.formats.catalogue import write
from tests.sharing.formats.telling import EVERYTHING, TERMS, VICTIM, scanner

NETWORKS = st.tuples(st.integers(0, (1 << 32) - 1), st.integers(0, 32)).map(
    lambda given: ip_network(given, strict=False)
)


def why_not(*findings: object, now: int = TERMS.now) -> list[Spared]:
    """Why each was left out."""
    return [*listing(findings, now, TERMS.allowed).left_out]  # type: ignore[arg-type, list-item]  # findings all


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (scanner("45.0.2.9", may_be_spoofed=True), Spared.SPOOFED),
        (VICTIM, Spared.VICTIM),
        (scanner("45.1.2.3"), Spared.ALLOWED),
        (scanner("45.1.2.0/24"), Spared.ALLOWED),
        (scanner("10.1.2.3"), Spared.RESERVED),
        (scanner("192.0.2.0/24"), Spared.RESERVED),
        (scanner("224.0.0.5"), Spared.RESERVED),
        (scanner("::1"), Spared.RESERVED),
        (scanner("::ffff:8.8.8.8"), Spared.RESERVED),
        (scanner("fe80::1"), Spared.RESERVED),
        (scanner("45.128.0.0/9"), Spared.TOO_WIDE),
        (scanner("2a01::/32"), Spared.TOO_WIDE),
        (EVERYTHING[5], Spared.HIDDEN),
        (EVERYTHING[7], Spared.NO_SUBJECT),
    ],
    ids=str,
)
def test_left_out(finding: object, why: Spared) -> None:
    """What is not known to act by itself is left out, with the reason."""
    assert [why] == why_not(finding)


def test_expired() -> None:
    """An entry ends three days after the latest observation, and is not listed any more then."""
    told = scanner()
    until = told.last + LIFETIME

    assert [until] == [each.until for each in listing([told], until - 1, TERMS.allowed).entries]
    assert [Spared.EXPIRED] == why_not(told, now=until)


def test_once() -> None:
    """A network stands once, until its latest end; what lies in a listed network does not stand beside it."""
    later = scanner(last=scanner().last + HOUR)
    told = listing([scanner(), later, scanner("45.0.7.9"), scanner("45.0.7.0/24")], TERMS.now, TERMS.allowed)

    assert ["45.0.0.7", "45.0.7.0/24"] == [each.text for each in told.entries]
    assert later.last + LIFETIME == told.entries[0].until
    assert {Spared.COVERED: 1} == told.left_out


@given(st.lists(NETWORKS, max_size=5), NETWORKS)
def test_allowed(allowed: list[Network], network: Network) -> None:
    """What is allowed touches a network exactly if the two have an address in common."""
    always = Allowed()
    told = Allowed(Allowance(each, Because.FILE) for each in allowed)

    expected = any(each.overlaps(network) for each in allowed) or always.of(network) is not None
    assert expected == (told.of(network) is not None)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "0.1.2.3",
            "10.9.8.7",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "172.31.0.1",
            "192.0.0.8",
            "192.168.1.1",
        ),
        *(
            "198.19.0.1",
            "203.0.113.7",
            "239.1.1.1",
            "255.255.255.255",
            "::",
            "64:ff9b::1",
            "100::1",
            "2001:2::1",
        ),
        *("2001:db8::1", "2002:a00:1::", "3fff::1", "fd00::1", "fe80::1", "ff02::1", "::ffff:45.0.0.7"),
    ],
)
def test_reserved(address: str) -> None:
    """No address of IANA's special-purpose registries is listed, nor multicast, nor what is not handed out."""
    assert [Spared.RESERVED] == why_not(scanner(address))


def test_effect() -> None:
    """A dry run says how much would be stopped, until when, and what was left out and why."""
    told = listing([*EVERYTHING[:5], scanner("10.0.0.1")], TERMS.now, TERMS.allowed)

    assert (
        "It would stop 257 IPv4 addresses, and IPv6 by 1 entries, the last of them until 2026-11-27T12:00:00.000Z. "
        "Left out: 1 reserved, 1 spoofed, 1 victim."
    ) == told.effect
    assert (
        "It would stop 0 IPv4 addresses, and IPv6 by 0 entries. Left out: none."
        == listing([], 0, Allowed()).effect
    )


@pytest.mark.parametrize("name", ["blocklist", "cidr", "rpz", "zeek-intel", "suricata"])
def test_each_says_until_when(name: str) -> None:
    """Each list says in the file until when an entry holds."""
    told = b"".join(write([scanner()], name, TERMS).files.values()).decode()
    [entry] = listing([scanner()], TERMS.now, TERMS.allowed).entries

    assert "until " in told
    assert entry.until > TERMS.now


@pytest.mark.parametrize("name", ["nftables", "ipset"])
def test_each_goes_by_itself(name: str) -> None:
    """Sets of the kernel are told how many seconds an entry has left."""
    told = b"".join(write([scanner()], name, TERMS).files.values()).decode()

    assert f"timeout {(scanner().last + LIFETIME - TERMS.now) // 1_000_000_000}" in told
