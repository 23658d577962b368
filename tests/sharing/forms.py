"""Every form in which something may be written that must not leave, and the search for it in what does."""

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from noroshi.sharing.redaction import prefix_around


def encodings(address: str) -> Iterator[bytes]:
    """An address in every form in which somebody may write it."""
    parsed = ip_address(address)
    plain = parsed.exploded.replace(":", "")
    yield from (
        text.encode() for text in (address, parsed.exploded, parsed.reverse_pointer, str(int(parsed)))
    )
    yield from (text.encode() for text in (parsed.packed.hex(), parsed.packed[::-1].hex(), hex(int(parsed))))
    yield from (text.encode() for text in (address[::-1], plain, ".".join(reversed(address.split(".")))))
    yield from (parsed.packed, parsed.packed[::-1])


def networks(address: str) -> Iterator[bytes]:
    """The network around an address in every such form."""
    network = ip_network(prefix_around(address))
    yield str(network).encode()
    yield from encodings(str(network.network_address))
    if network.version == 4:
        yield ".".join(str(network).split(".")[:3]).encode() + b"."
        yield ".".join(reversed(str(network).split(".")[:3])).encode() + b"."
    else:
        yield network.network_address.exploded[:14].encode()


def holds(encoded: bytes, secrets: Iterator[bytes]) -> list[bytes]:
    """Those of some secrets that stand in what leaves, in capitals or not; round moments look like round addresses."""
    lowered = re.sub(rb'"(first|last|modified)":[0-9]+', b"", encoded.lower())
    return [secret for secret in secrets if secret.lower() in lowered]
