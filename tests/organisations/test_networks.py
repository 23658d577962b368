import pytest

from noroshi.organisations.networks import around, as_columns, network


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("192.0.2.99/24", "has host bits set; the prefix would be 192.0.2.0/24"),
        ("2001:db8::1/32", "has host bits set; the prefix would be 2001:db8::/32"),
        ("192.0.2.99", "has no length; one address alone would be 192.0.2.99/32"),
        ("2001:db8::", "has no length; one address alone would be 2001:db8::/128"),
        ("::ffff:192.0.2.0/120", "is an IPv4 prefix; write 192.0.2.0/24"),
        ("192.0.2.0/255.255.255.0", "is not a prefix"),
        ("fe80::%eth0/64", "is not a prefix"),
        ("192.0.2.0/33", "is not a prefix"),
        ("192.0.2.0/", "is not a prefix"),
        ("somewhere", "is not a prefix"),
        ("", "is not a prefix"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    """A prefix that is not in CIDR form is refused with what would be right."""
    with pytest.raises(ValueError, match=reason):
        network(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("192.0.2.0/24", "192.0.2.0/24"), ("2001:DB8:0::/32", "2001:db8::/32"), ("::/0", "::/0")],
)
def test_canonical(text: str, canonical: str) -> None:
    """A prefix has one form, however it is typed."""
    assert canonical == str(network(text))


def test_around() -> None:
    """The prefixes around one begin with the next wider and end with the whole family."""
    wider = [str(each) for each in around(network("192.0.2.0/24"))]

    assert ("192.0.2.0/23", "0.0.0.0/0", 24) == (wider[0], wider[-1], len(wider))


def test_columns() -> None:
    """Both families share one 128-bit form."""
    columns = as_columns([network("192.0.2.0/24"), network("2001:db8::/32")])

    assert [(0, 0xFFFF_C000_0200, 120), (0x2001_0DB8_0000_0000, 0, 32)] == [
        tuple(map(int, row)) for row in zip(*columns, strict=True)
    ]


def test_no_columns() -> None:
    """No prefixes make empty columns."""
    assert [0, 0, 0] == [len(column) for column in as_columns([])]
