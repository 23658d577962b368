"""A frame: what came in a tenth of a second, as bytes. The one declaration of its layout.

A frame is one `Header` and then its records, `Shown`, both little endian and without gaps.
"""

from enum import IntFlag
from typing import Annotated, Final, NamedTuple

import numpy as np

from noroshi.columns.records import Records, record_of
from noroshi.columns.schema import F32, I64, U8, U16, U32, U64, Bool
from noroshi.cyber.picture.masks import Mask, Side

VERSION: Final = 1
"""Of the layout."""

NOBODY: Final = 0xFFFF
"""In place of a ring: nobody's, or not for this view."""

BUDGET: Final = 80
"""Packets that a frame shows at the most; at ten frames a second these are 800, which a slow machine still draws."""


class Flag(IntFlag):
    """What else is known of a packet that is shown."""

    FROM_MEMBER = 1
    """Its source is a live address of a member's."""
    FROM_ALERTING = 2
    """Its source has an open alert, so it was shown before others."""
    IPV6 = 4
    """Its addresses are IPv6."""
    TO_LIVE = 8
    """Its destination is not dark."""
    ANSWER = 16
    """It answers another packet: backscatter, where its destination is dark."""


class Header(NamedTuple):
    """What a frame says of itself."""

    version: Annotated[U8, "", "Of this layout: VERSION."]
    reserved: Annotated[U8, "", "Zero."]
    records: Annotated[U16, "", "How many records follow."]
    period: Annotated[U32, "ms", "The data's time from the first packet to the latest; as much as fits."]
    start: Annotated[I64, "ms", "When the first packet was seen, since 1970, by the data's own clock."]
    packets: Annotated[U64, "packets", "All packets of this view in the period, counted exactly."]
    weight: Annotated[
        F32,
        "packets",
        "What one record that is not FROM_ALERTING stands for; if there is none, what any record does.",
    ]
    dropped: Annotated[U32, "frames", "Frames so far that this reader was too slow for."]


class Shown(NamedTuple):
    """One packet that is shown."""

    source: Annotated[
        U32, "", "The source's IPv4 address; for IPv6 its network of 48 bits, folded. 0 where it is masked."
    ]
    source_ring: Annotated[U16, "", "The ring that the source lies on, or NOBODY."]
    source_position: Annotated[U16, "1/65536", "Where on that ring; 0 for NOBODY."]
    ring: Annotated[U16, "", "The ring that the destination lies on, or NOBODY."]
    position: Annotated[
        U16,
        "1/65536",
        "Where on that ring; for NOBODY the leading 16 bits of its address, or 0 in a member's view.",
    ]
    port: Annotated[U16, "", "Destination port; for ICMP and ICMPv6 type * 256 + code."]
    protocol: Annotated[U8, "", "Upper-layer protocol number (IANA)."]
    flags: Annotated[U8, "", "What else is known of it: bits of Flag."]
    late: Annotated[U16, "ms", "How long after the frame's start; 65,535 where it was longer."]
    reserved: Annotated[U16, "", "Zero."]


HEADER: Final = record_of(Header).newbyteorder("<")
SHOWN: Final = record_of(Shown).newbyteorder("<")


class Frame(NamedTuple):
    """A frame as all readers of one view share it: true positions, and nobody's count of dropped frames."""

    header: Records
    """One record of Header."""
    shown: Records
    """Records of Shown."""
    from_dark: Bool
    """Which of them come from dark space."""

    def packed(self, mask: Mask | None, dropped: int) -> bytes:
        """Write it for one reader.

        Parameters
        ----------
        mask
            What hides true positions; None to show them.
        dropped
            Frames that this reader was too slow for.
        """
        header, shown = self.header.copy(), self.shown
        header["dropped"] = dropped & 0xFFFF_FFFF
        if mask is not None:
            shown = shown.copy()
            shown["position"] = mask.hide(Side.DESTINATION, shown["ring"], shown["position"])
            on_ring = shown["source_ring"] != NOBODY
            for side, which in (
                (Side.SOURCE, on_ring & ~self.from_dark),
                (Side.DESTINATION, on_ring & self.from_dark),
            ):
                where = np.flatnonzero(which)
                ring, position = shown["source_ring"][where], shown["source_position"][where]
                shown["source_position"][where] = mask.hide(side, ring, position)
            shown["source"][self.from_dark] = 0
        return header.tobytes() + shown.tobytes()
