from dataclasses import replace

import pytest
from msgspec import structs

from noroshi.delivery.channels.email import mail_of
from noroshi.delivery.message import Message
from noroshi.delivery.protection.protecting import Protector
from noroshi.delivery.settings import EmailSettings
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind, Contact, Marking
from tests.delivery.mailroom import SENDER
from tests.delivery.protection.keys import MEMBER
from tests.delivery.stories import NIGHT, alert, message, telling

BARE = EmailSettings()


def marked(*markings: Marking) -> Message:
    """A message about things with markings, for a contact without a certificate."""
    told = (telling(alert(number=number)) for number in range(1, 1 + len(markings)))
    return message(*(structs.replace(one, marking=each) for one, each in zip(told, markings, strict=True)))


def protected(told: Message, settings: EmailSettings) -> bytes:
    """A mail as it leaves."""
    return Protector(settings).protect(mail_of(told, SENDER), told, NIGHT)


@pytest.mark.parametrize("of", Marking)
@pytest.mark.parametrize("wanted", Marking)
def test_never_in_the_clear(of: Marking, wanted: Marking) -> None:
    """What is marked as strictly as the settings say, or more so, does not leave for a contact without a certificate."""
    told, settings = marked(Marking.CLEAR, of), replace(BARE, encrypt_from=wanted)
    is_told = of.rank < wanted.rank

    if is_told:
        assert protected(told, settings) == mail_of(told, SENDER).as_bytes()
        return
    with pytest.raises(
        DeliveryError, match=f"what is {of.value} leaves encrypted only".replace("+", r"\+")
    ) as held:
        protected(told, settings)
    assert held.value.retry


def test_as_before() -> None:
    """Where the settings say nothing, mail for a contact without a certificate leaves as ever, whatever its marking."""
    told = marked(Marking.RED)

    assert mail_of(told, SENDER).as_bytes() == protected(told, BARE)


def test_no_folder() -> None:
    """Mail for a contact with a certificate waits while the settings name no folder with certificates."""
    told = message(to=Contact(ChannelKind.EMAIL, MEMBER, certificate="soc.asc"))

    with pytest.raises(DeliveryError, match="name no folder") as held:
        protected(told, BARE)

    assert held.value.retry
    assert "[email] certificates" in held.value.hint
