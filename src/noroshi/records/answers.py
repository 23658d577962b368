"""Who answers for addresses, as programs get it."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from noroshi.clock import iso
from noroshi.columns.addresses import address_words
from noroshi.columns.prefixes import NOTHING, find_all
from noroshi.organisations.responsibility import HoldingTable
from noroshi.records.addresses import Holder, Standing


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
