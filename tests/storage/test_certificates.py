"""The way back from certificates of contacts, and forward again."""

from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import Engine, text

from noroshi.delivery.message import MessageState
from noroshi.organisations.model import Origin
from noroshi.organisations.reconcile import Changes
from noroshi.organisations.register import Provenance, rows_of
from noroshi.storage.migrations import upgrade
from noroshi.storage.organisations import SqlOrganisationBook
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import alert, contact, message, organisation, telling
from tests.storage.steps import back_to
from tests.storage.test_outbox_book import owe

SECRETIVE = replace(contact(), certificate="soc.asc")
OPEN = replace(contact(address="open@example.org"), name='A "name", with quotes')


def test_back_and_forward(database: Engine, tmp_path: Path) -> None:
    """Taken back, nothing names a certificate, which the Noroshi before cannot read; brought forward again, contacts have theirs."""
    register = SqlOrganisationBook(database)
    whole = organisation(SECRETIVE, OPEN)
    register.apply(Changes(added=tuple(rows_of(whole, Provenance(Origin.PERSON, 1, "mika")))))
    told = alert()
    [owed] = owe(database, told)
    assert SqlOutboxBook(database).compose(message(replace(telling(told), notices=(owed.id,)), to=SECRETIVE))

    back_to(database, tmp_path, "0011")
    with reading(database) as connection:
        kept = " ".join(connection.scalars(text("SELECT value FROM register")))
        kept += " ".join(connection.scalars(text("SELECT content FROM messages")))
    with writing(database) as connection:
        upgrade(connection)

    assert "certificate" not in kept
    assert (SECRETIVE, OPEN) == register.get("example").contacts
    [waiting] = SqlOutboxBook(database).messages([MessageState.WAITING], 9)
    assert contact() == waiting.message.contact
