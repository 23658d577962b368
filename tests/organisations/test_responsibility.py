from ipaddress import ip_address, ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.columns.prefixes import find_all
from noroshi.errors import SettingsError
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.networks import network
from noroshi.organisations.responsibility import EVER, HoldingTable, Responsibility


def live(prefix: str, since: int | None = None, until: int | None = None) -> Holding:
    """Make a live prefix."""
    return Holding(HoldingKind.PREFIX, prefix, Use.LIVE, since, until)


def dark(prefix: str, since: int | None = None, until: int | None = None) -> Holding:
    """Make a dark prefix."""
    return Holding(HoldingKind.PREFIX, prefix, Use.DARK, since, until)


def autonomous(number: int, use: Use = Use.LIVE) -> Holding:
    """Make an AS number held."""
    return Holding(HoldingKind.ASN, str(number), use)


def member(name: str, *holdings: Holding, since: int | None = None, until: int | None = None) -> Organisation:
    """Make an organisation that holds these."""
    return Organisation(name, name.title(), holdings=holdings, valid_from=since, valid_until=until)


def answer(responsibility: Responsibility, address: str, moment: int = 0) -> list[tuple[str, str]]:
    """Say who answers, and because of what, as text."""
    found = responsibility.who(address, moment)
    return [(because.organisation.id, because.holding.value) for because in found]


def entry_of(table: HoldingTable, address: str) -> int:
    """Look up one address."""
    hi, lo = address_words(address)
    entry = np.empty(1, np.int32)
    find_all(table.prefixes, np.array([hi], np.uint64), np.array([lo], np.uint64), entry)
    return int(entry[0])


def state(responsibility: Responsibility, address: str) -> tuple[str, list[int]]:
    """Say whether an address is dark, live or unknown, and the members of its group."""
    table = responsibility.at(0)
    entry = entry_of(table, address)
    if entry < 0:
        return "unknown", []
    use, group = "dark" if table.dark[entry] else "live", table.group[entry]
    if group < 0:
        return use, []
    return use, table.group_member[table.group_start[group] : table.group_start[group + 1]].tolist()


def test_longest_prefix() -> None:
    """The longest prefix decides who answers, also across organisations and families."""
    register = Responsibility(
        [
            member("provider", live("10.0.0.0/8"), live("2001:db8::/32")),
            member("customer", live("10.1.0.0/16")),
        ]
    )

    assert [("customer", "10.1.0.0/16")] == answer(register, "10.1.2.3")
    assert [("provider", "10.0.0.0/8")] == answer(register, "10.2.0.0")
    assert [("provider", "2001:db8::/32")] == answer(register, "2001:db8::1")
    assert [] == answer(register, "192.0.2.1")


def test_equal_prefixes() -> None:
    """All who hold the same prefix answer, in the order of the register."""
    register = Responsibility([member("one", live("10.0.0.0/8")), member("other", live("10.0.0.0/8"))])

    assert [("one", "10.0.0.0/8"), ("other", "10.0.0.0/8")] == answer(register, "10.1.2.3")
    assert ("live", [0, 1]) == state(register, "10.1.2.3")


def test_groups_are_shared() -> None:
    """Prefixes held by the same organisations are of one group."""
    both = (live("10.0.0.0/8"), live("192.0.2.0/24"))
    table = Responsibility([member("one", *both), member("other", *both)]).at(0)

    assert [0, 0] == table.group.tolist()
    assert [0, 2] == table.group_start.tolist()


def test_dark_unless_longer_live() -> None:
    """Everything in a dark prefix is dark but the live prefixes within it."""
    register = Responsibility([member("one", dark("10.0.0.0/8"), live("10.1.0.0/16"), dark("10.1.1.0/24"))])

    assert "dark" == state(register, "10.2.0.1")[0]
    assert "live" == state(register, "10.1.2.1")[0]
    assert "dark" == state(register, "10.1.1.1")[0]


def test_live_beats_dark() -> None:
    """A prefix held live by one and dark by another is live, and both answer."""
    register = Responsibility([member("one", dark("10.0.0.0/8")), member("other", live("10.0.0.0/8"))])

    assert ("live", [0, 1]) == state(register, "10.0.0.1")


def test_live_is_named_first() -> None:
    """An organisation that holds a prefix both ways answers once, because of the live one."""
    register = Responsibility([member("one", dark("10.0.0.0/8"), live("10.0.0.0/8"))])

    assert [Use.LIVE] == [because.holding.use for because in register.who("10.0.0.1", 0)]


@pytest.mark.parametrize(("moment", "holder"), [(9, []), (10, ["first"]), (19, ["first"]), (20, ["second"])])
def test_hand_over(moment: int, holder: list[str]) -> None:
    """A holding counts from its start on and up to its end, so a prefix can be handed over."""
    register = Responsibility(
        [member("first", live("10.0.0.0/8", 10, 20)), member("second", live("10.0.0.0/8", 20))]
    )

    assert holder == [name for name, _ in answer(register, "10.0.0.1", moment)]


def test_organisation_ends() -> None:
    """What an organisation holds counts only while the organisation does."""
    register = Responsibility([member("one", live("10.0.0.0/8", 0, 100), since=10, until=20)])

    assert [[], ["one"], []] == [
        [name for name, _ in answer(register, "10.0.0.1", moment)] for moment in (9, 19, 20)
    ]


def test_spans() -> None:
    """A table says over which span of time nothing changes, and the spans leave no gap."""
    register = Responsibility(
        [member("one", live("10.0.0.0/8", 10, 20)), member("other", live("10.0.0.0/8", 15))]
    )
    tables = [register.at(moment) for moment in (EVER[0], 9, 10, 14, 15, 20, EVER[1])]

    spans = [(EVER[0], 10), (EVER[0], 10), (10, 15), (10, 15), (15, 20), (20, EVER[1]), (20, EVER[1])]
    assert spans == [(table.since, table.until) for table in tables]


def test_same_table_again() -> None:
    """Asking twice about one span compiles once."""
    register = Responsibility([member("one", live("10.0.0.0/8", 10, 20))])

    assert register.at(10) is register.at(19)


def test_never_valid() -> None:
    """A holding that ends before it starts holds nothing."""
    assert [] == answer(Responsibility([member("one", live("10.0.0.0/8", 20, 10))]), "10.0.0.1", 15)


def test_monitored_any() -> None:
    """If everything is monitored, all is dark that nobody registered live, and nobody answers for it."""
    register = Responsibility([member("one", live("10.0.0.0/8"))], ["any"])

    assert ("live", [0]) == state(register, "10.0.0.1")
    assert ("dark", []) == state(register, "192.0.2.1")
    assert ("dark", []) == state(register, "2001:db8::1")
    assert [] == answer(register, "192.0.2.1")


def test_monitored_within_live() -> None:
    """A monitored prefix within a registered one is dark, and still answered for."""
    register = Responsibility([member("one", live("10.0.0.0/8"))], ["10.1.0.0/16"])

    assert ("dark", [0]) == state(register, "10.1.0.1")
    assert [("one", "10.0.0.0/8")] == answer(register, "10.1.0.1")


def test_monitored_equal() -> None:
    """A registered prefix is not overruled by an equal monitored one."""
    register = Responsibility([member("one", live("10.0.0.0/8"))], ["10.0.0.0/8"])

    assert ("live", [0]) == state(register, "10.0.0.1")


def test_monitored_mistake() -> None:
    """A monitored prefix that is none is an error of the settings."""
    with pytest.raises(SettingsError, match=r"monitored: 10\.0\.0\.1/8 has host bits set"):
        Responsibility([], ["10.0.0.1/8"])


def test_wrong_prefix() -> None:
    """A holding that is no prefix is refused with the organisation's id."""
    with pytest.raises(ValueError, match="one: somewhere is not a prefix"):
        Responsibility([member("one", live("somewhere"))])


def test_announced() -> None:
    """An AS number holds what the list says that it announces, as live as the holding is."""
    announced = {64500: [network("10.0.0.0/8"), network("2001:db8::/32")], 64501: [network("192.0.2.0/24")]}
    register = Responsibility([member("one", autonomous(64500), autonomous(64501, Use.DARK))], (), announced)

    assert [("one", "64500")] == answer(register, "10.0.0.1")
    assert ("live", "dark") == (state(register, "2001:db8::1")[0], state(register, "192.0.2.1")[0])


def test_registered_beats_announced() -> None:
    """Of equal prefixes, the one that is registered as such beats the one from an AS number."""
    announced = {64500: [network("10.0.0.0/8"), network("10.1.0.0/16")]}
    register = Responsibility(
        [member("carrier", autonomous(64500)), member("holder", dark("10.0.0.0/8"))], (), announced
    )

    assert ("dark", [1]) == state(register, "10.0.0.1")
    assert ("live", [0]) == state(register, "10.1.0.1")


def test_unresolved() -> None:
    """AS numbers that no list knows hold nothing, and can be told."""
    register = Responsibility(
        [member("one", autonomous(64500), autonomous(64501))], (), {64500: [network("::/0")]}
    )

    assert ["64501"] == [because.holding.value for because in register.unresolved]


def test_live_addresses() -> None:
    """The IPv4 addresses held live are counted: no dark ones, none twice, none that nobody holds."""
    holdings = (live("10.0.0.0/24"), dark("10.0.0.128/25"), live("10.0.0.0/30"), live("2001:db8::/32"))
    register = Responsibility([member("one", *holdings)], ["any"])

    assert 128 == register.live_addresses(0)


PREFIXES = ("10.0.0.0/8", "10.0.0.0/9", "10.0.0.0/30", "10.0.0.2/31", "::/0", "::a00:0/104", "0.0.0.0/0")
ADDRESSES = ("10.0.0.1", "10.0.0.2", "10.127.0.1", "10.200.0.1", "192.0.2.1", "::a00:1", "2001:db8::1")

registers = st.lists(
    st.lists(st.tuples(st.sampled_from(PREFIXES), st.sampled_from(Use)), max_size=5, unique=True), max_size=4
)


def plainly(
    register: list[list[tuple[str, Use]]], monitored: list[str], address: str
) -> tuple[str, list[int]]:
    """Say it as the module's rules do, one after another."""
    of = ip_address(address)
    held = [(p, u, who) for who, holdings in enumerate(register) for p, u in holdings if of in ip_network(p)]
    longest = max((ip_network(p).prefixlen for p, _, _ in held), default=-1)
    deciding = [(u, who) for p, u, who in held if ip_network(p).prefixlen == longest]
    watched = max((ip_network(p).prefixlen for p in monitored if of in ip_network(p)), default=-1)
    if max(longest, watched) < 0:
        return "unknown", []
    is_dark = watched > longest or all(u is Use.DARK for u, _ in deciding)
    return "dark" if is_dark else "live", sorted({who for _, who in deciding})


@given(registers, st.lists(st.sampled_from(PREFIXES), max_size=2), st.sampled_from(ADDRESSES))
def test_rules(register: list[list[tuple[str, Use]]], monitored: list[str], address: str) -> None:
    """Any register of nested, repeated and contradictory prefixes is answered by the rules."""
    organisations = [
        member(f"m{number}", *(Holding(HoldingKind.PREFIX, prefix, use) for prefix, use in holdings))
        for number, holdings in enumerate(register)
    ]

    assert plainly(register, monitored, address) == state(Responsibility(organisations, monitored), address)


def test_dark_prefixes() -> None:
    """All prefixes that are dark at any time are told, each once: monitored ones, held ones, and those of AS numbers."""
    organisations = [
        member(
            "alpha", live("192.0.2.0/24"), dark("192.0.2.128/25", until=5), dark("203.0.113.0/24", since=5)
        ),
        member("beta", dark("203.0.113.0/24"), autonomous(64496, Use.DARK), autonomous(64497)),
    ]
    announced = {64496: [network("198.51.100.0/24")], 64497: [network("2001:db8::/32")]}

    found = Responsibility(organisations, ["198.18.0.0/15"], announced).dark()

    assert ["198.18.0.0/15", "192.0.2.128/25", "203.0.113.0/24", "198.51.100.0/24"] == list(map(str, found))
