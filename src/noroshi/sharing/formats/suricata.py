"""Rules for Suricata 7: addresses as a dataset, and a rule for each prefix, which a dataset cannot hold.

They alert and do not drop. A dataset's lines have no room for an end, so the rule says until when the first of them holds: by
then a new list has to be there.
"""

from collections.abc import Mapping
from typing import Final

from noroshi.clock import iso
from noroshi.sharing.blocking import Listing
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.formats.words import word

FIRST_SID: Final = 9_000_000
"""Rules of our own begin here, beyond those that the register of sids gives to others (1,000,000 to 1,999,999 are for local
rules, which a site has of its own)."""

DATASET: Final = "noroshi-addresses.lst"


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write the rules, and the dataset that they load; both are valid without an entry."""
    alone = [each for each in told.entries if each.network.num_addresses == 1]
    wide = [each for each in told.entries if each.network.num_addresses > 1]
    centre, revision = word(terms.centre.name), max(terms.now // 1_000_000_000, 1) % (1 << 31)
    rules = [f"# Written {iso(terms.now)}. {len(alone)} addresses, {len(wide)} prefixes."]
    if alone:
        until = iso(min(each.until for each in alone))
        rules.append(
            f'alert ip any any -> any any (msg:"NOROSHI listed by {centre}"; ip.src; '
            f"dataset:isset,noroshi-addresses,type ip,load {DATASET}; "
            f"metadata:until {until}; sid:{FIRST_SID}; rev:{revision};)"
        )
    rules += [
        f'alert ip [{each.text}] any -> any any (msg:"NOROSHI {word(each.reason)} listed by {centre}"; '
        f"metadata:until {iso(each.until)}; sid:{FIRST_SID + number}; rev:{revision};)"
        for number, each in enumerate(wide, 1)
    ]
    addresses = "".join(f"{each.text}\n" for each in alone)
    return {"noroshi.rules": ("\n".join(rules) + "\n").encode(), DATASET: addresses.encode()}
