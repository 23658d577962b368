"""Addresses, and who answers for them, as programs get them."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np
from msgspec import Struct

from noroshi.clock import iso
from noroshi.columns.addresses import address_words
from noroshi.columns.prefixes import NOTHING, find_all
from noroshi.organisations.model import Use
from noroshi.organisations.responsibility import HoldingTable
from noroshi.records.alerts import ListedAlert
from noroshi.records.silences import SilenceRecord


class Standing(StrEnum):
    """What an address is to the centre."""

    LIVE = "live"
    """Somebody holds it, and it is in use."""
    DARK = "dark"
    """Somebody holds it, and it is unused: whatever is sent there is unsolicited."""
    MONITORED = "monitored"
    """The centre watches it, and nobody holds it."""
    OUTSIDER = "outsider"
    """Nobody in the register holds it, and the centre does not watch it."""


class Holder(Struct, frozen=True):
    """One organisation that answers."""

    organisation: str
    """Its id."""
    name: str
    """Its name."""
    holding: str
    """Because of this holding: a prefix, or an AS number such as AS64500."""
    use: Use
    """live or dark."""


class Answer(Struct, frozen=True):
    """Who answers for an address at a moment."""

    address: str
    """The address, in its canonical form."""
    at: str
    """The moment, ISO 8601 in UTC."""
    standing: Standing
    """live, dark, monitored or outsider."""
    holders: tuple[Holder, ...]
    """Who answers; more than one where equal prefixes overlap, and then all are alerted."""


def answers(table: HoldingTable, addresses: Sequence[str], moment: int) -> Iterator[Answer]:
    """Say who answers for each of some addresses, in their canonical form, at a moment (ns UTC)."""
    hi, lo = (np.array(words, np.uint64) for words in zip(*map(address_words, addresses), strict=True))
    entries = np.empty(len(addresses), np.int32)
    find_all(table.prefixes, hi, lo, entries)
    for address, entry in zip(addresses, entries.tolist(), strict=True):
        holders = () if entry == NOTHING else table.holders[entry]
        if entry == NOTHING:
            standing = Standing.OUTSIDER
        elif not holders:
            standing = Standing.MONITORED
        else:
            standing = Standing.DARK if table.dark[entry] else Standing.LIVE
        yield Answer(
            address,
            iso(moment),
            standing,
            tuple(
                Holder(organisation.id, organisation.name, holding.text, holding.use)
                for organisation, holding in holders
            ),
        )


class AddressRecord(Struct, frozen=True):
    """All about an address, or a prefix."""

    subject: str
    """The address or prefix, in its canonical form."""
    at: str
    """The moment as of which it is said what it is and who answers, ISO 8601 in UTC."""
    standing: Standing | None
    """What it is to the centre; null for a prefix, and for readers who may not know where dark space lies."""
    holders: tuple[Holder, ...]
    """Who answers for it, or for a prefix's first address."""
    alerts: tuple[ListedAlert, ...]
    """Alerts about it, the most severe first, then the latest."""
    total: int
    """How many alerts there are."""
    silences: tuple[SilenceRecord, ...]
    """Silences that cover it and still hold."""
