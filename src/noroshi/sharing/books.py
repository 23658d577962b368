"""What storage offers for sharing: a port for each noun."""

from typing import NamedTuple

from noroshi.sharing.blocklists.abuse_book import AbuseBook
from noroshi.sharing.blocklists.book import BlockListBook
from noroshi.sharing.ledger import Ledger, SignLedger
from noroshi.sharing.marks import MarkBook
from noroshi.sharing.partners import PartnerBook
from noroshi.sharing.releases import ReleaseBook
from noroshi.sharing.taxii.book import ObjectBook


class SharingBooks(NamedTuple):
    """All ports of sharing, over one database."""

    marks: MarkBook
    releases: ReleaseBook
    ledger: Ledger
    objects: ObjectBook
    partners: PartnerBook
    block_lists: BlockListBook
    abuse: AbuseBook
    signs: SignLedger
