"""The allow-list: what no block-list ever has."""

from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from noroshi.errors import SettingsError
from noroshi.organisations.model import Holding, HoldingKind, Organisation
from noroshi.organisations.responsibility import ANY, Responsibility
from noroshi.sharing.allowing import warning_lists, written
from noroshi.sharing.allowing.allowed import Allowance, Allowed, Because
from noroshi.sharing.allowing.held import held
from noroshi.sharing.allowing.services import SERVICES

NOW = 1_000


def org(
    name: str, prefix: str, *tags: str, since: int | None = None, until: int | None = None
) -> Organisation:
    """An organisation that holds a prefix."""
    holding = Holding(HoldingKind.PREFIX, prefix, valid_from=since, valid_until=until)
    return Organisation(name, name, (), (holding,), tags=tags)


REGISTER = Responsibility(
    [
        org("member", "45.1.0.0/16"),
        org("partner", "45.2.0.0/16", "partner"),
        org("ours", "45.3.0.0/16", "operator"),
        org("was", "45.4.0.0/16", until=NOW),
        org("will", "45.5.0.0/16", since=NOW + 1),
    ],
    ["45.6.0.0/16", ANY],
)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("45.1.2.3/32", "member member"),
        ("45.2.2.0/24", "partner partner"),
        ("45.3.2.3/32", "ours ours"),
        ("45.4.2.3/32", ""),
        ("45.5.2.3/32", "member will"),
        ("45.6.2.3/32", "ours monitored"),
        ("45.7.2.3/32", ""),
        ("45.0.0.0/8", "member member"),
        ("8.8.8.0/24", "service Google Public DNS"),
        ("2001:7fd::1/128", "service root server k"),
        ("100.64.1.1/32", "reserved"),
        ("2a0e::1/128", ""),
    ],
)
def test_register(subject: str, said: str) -> None:
    """What somebody holds now or will hold, what is monitored by name, and what everybody asks, is on it, and says because of what."""
    found = Allowed(held(REGISTER, NOW)).of(ip_network(subject))

    assert said == (found.text if found else "")


def test_services() -> None:
    """Each root server is on it in both families, and each address is one of the public Internet."""
    roots = {name for network, name in SERVICES if name.startswith("root") and network.version == 6}

    assert {f"root server {letter}" for letter in "abcdefghijklm"} == roots
    assert [] == [
        network for network, _ in SERVICES if not ip_address(str(network.network_address)).is_global
    ]


def test_written() -> None:
    """The operator's file has an address or a prefix a line, and comments."""
    found = written.allowances(b"45.7.0.0/24 # branch\r\n\n# none\n2a0e::1\n", "allow.txt")

    assert [("45.7.0.0/24", "file allow.txt"), ("2a0e::1/128", "file allow.txt")] == [
        (str(each.network), each.text) for each in found
    ]


@pytest.mark.parametrize("content", [b"45.7.0.1/24", b"example.org", b"\xff", b"45.7.0.0/24 45.8.0.0/24"])
def test_written_wrongly(content: bytes) -> None:
    """A line that is none is an error that names it: a list that silently lacks a line would let somebody be blocked."""
    with pytest.raises(SettingsError, match=r"allow.txt, line 2"):
        written.allowances(b"45.7.0.0/24\n" + content, "allow.txt")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"name": "L", "type": "cidr", "list": ["45.7.0.0/24", "2a0e::/32", "x", "45.8.0.1/24"]}', 3),
        (b'{"name": "L", "type": "string", "list": ["45.7.0.1"], "matching_attributes": ["ip-src"]}', 1),
        (b'{"name": "L", "type": "string", "list": ["45.7.0.1"], "matching_attributes": ["domain"]}', 0),
        (b'{"name": "L", "type": "hostname", "list": ["a.example"], "version": 3}', 0),
    ],
)
def test_warning_list(content: bytes, found: int) -> None:
    """Of MISP's warning lists those of addresses count, and of them what is an address."""
    assert [Because.WARNING_LIST] * found == [
        each.because for each in warning_lists.allowances(content, "list.json")
    ]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"list": [1]}', b"\xff", b"[" * 100_000])
def test_no_warning_list(content: bytes) -> None:
    """What is none is an error that names the file."""
    with pytest.raises(SettingsError, match=r"list.json"):
        list(warning_lists.allowances(content, "list.json"))


def test_folder(tmp_path: Path) -> None:
    """A folder gives every list.json below it, and one without any is an error."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.json").write_text(
            f'{{"name": "{name}", "type": "cidr", "list": ["45.7.0.0/24"]}}'
        )
    (tmp_path / "empty").mkdir()
    found = warning_lists.read_warning_lists(tmp_path)

    assert ["a", "b"] == [each.name for each in found]
    with pytest.raises(SettingsError, match=r"no list.json"):
        warning_lists.read_warning_lists(tmp_path / "empty")


def test_first_says_why() -> None:
    """Of two allowances about one network the first says why, and what always is comes before all."""
    network = ip_network("45.7.0.0/24")
    told = Allowed([Allowance(network, Because.MEMBER, "one"), Allowance(network, Because.FILE, "two")])
    found = told.of(network)

    assert found
    assert "member one" == found.text
