"""An organisation's space as programs get it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from noroshi.organisations.model import Use

if TYPE_CHECKING:  # it would load Numba, which nobody who only reads records needs
    from noroshi.organisations.space import Piece


class PieceRecord(Struct, frozen=True):
    """A prefix in which all addresses are used alike."""

    prefix: str
    """In CIDR form."""
    use: Use
    """live or dark."""
    at: int
    """How many addresses are laid before it."""
    size: int
    """Its addresses."""


class SpaceRecord(Struct, frozen=True):
    """What an organisation answers for in IPv4, laid one piece after the other."""

    organisation: str
    """Its id."""
    masked: bool
    """Whether dark space is left out, because the reader may not see where it lies."""
    live: int
    """Addresses in use."""
    dark: int | None
    """Unused addresses; null where they are left out."""
    pieces: tuple[PieceRecord, ...]
    """In the order in which they are laid; each begins at a multiple of its size, so on a Hilbert curve it is a square or two."""
    ipv6: tuple[str, ...]
    """IPv6 prefixes, which are not laid."""


def space_record(
    organisation: str, pieces: Sequence["Piece"], ipv6: Sequence[str], *, masked: bool
) -> SpaceRecord:
    """Write down a space that has been laid."""
    dark = sum(piece.network.num_addresses for piece in pieces if piece.is_dark)
    return SpaceRecord(
        organisation=organisation,
        masked=masked,
        live=sum(piece.network.num_addresses for piece in pieces) - dark,
        dark=None if masked else dark,
        pieces=tuple(map(_piece_record, pieces)),
        ipv6=tuple(ipv6),
    )


def _piece_record(piece: "Piece") -> PieceRecord:
    use = Use.DARK if piece.is_dark else Use.LIVE
    return PieceRecord(str(piece.network), use, piece.at, piece.network.num_addresses)
