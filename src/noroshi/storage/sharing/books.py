"""All ports of sharing over one database."""

from sqlalchemy import Engine

from noroshi.sharing.books import SharingBooks
from noroshi.storage.sharing.abuse_mail import SqlAbuseBook
from noroshi.storage.sharing.block_lists import SqlBlockListBook
from noroshi.storage.sharing.ledger import SqlLedger
from noroshi.storage.sharing.marks import SqlMarkBook
from noroshi.storage.sharing.objects import SqlObjectBook
from noroshi.storage.sharing.partners import SqlPartnerBook
from noroshi.storage.sharing.releases import SqlReleaseBook
from noroshi.storage.sharing.signs import SqlSignLedger


def sharing_books(engine: Engine) -> SharingBooks:
    """Give what `noroshi.sharing` needs of storage."""
    return SharingBooks(
        marks=SqlMarkBook(engine),
        releases=SqlReleaseBook(engine),
        ledger=SqlLedger(engine),
        objects=SqlObjectBook(engine),
        partners=SqlPartnerBook(engine),
        block_lists=SqlBlockListBook(engine),
        abuse=SqlAbuseBook(engine),
        signs=SqlSignLedger(engine),
    )
