import dataclasses
import email
from collections.abc import AsyncIterator
from email import policy

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import SystemClock
from noroshi.delivery.channels.email import EmailChannel, mail_of
from noroshi.delivery.document import Document, document
from noroshi.delivery.settings import EmailSettings, MailSecurity
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind, Contact
from tests.delivery.conftest import Certificates
from tests.delivery.mailroom import SENDER, Server, serving
from tests.delivery.stories import alert, contact, message, telling


@pytest.fixture(params=list(MailSecurity))
async def server(request: pytest.FixtureRequest, certificates: Certificates) -> AsyncIterator[Server]:
    """Run a mail server for each kind of protection."""
    async with serving(certificates, request.param) as running:
        yield running


@pytest.fixture
async def starttls(certificates: Certificates) -> AsyncIterator[Server]:
    """Run a mail server that wants STARTTLS."""
    async with serving(certificates, MailSecurity.STARTTLS) as running:
        yield running


async def test_mail_arrives(server: Server) -> None:
    """A message arrives as mail with text, HTML and JSON, under each kind of protection."""
    sent = message()

    await EmailChannel(server.settings, SystemClock()).send(sent)

    (mail,) = server.mailroom.mails()
    parts = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    (attachment,) = mail.iter_attachments()
    assert parts == ["text/plain", "text/html", "application/json"]
    assert msgspec.json.decode(attachment.get_content(), type=Document) == document(sent)
    assert mail["X-Noroshi-Key"] == sent.key
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{sent.key}@noroshi.example>"
    assert mail["To"] == "soc@example.org"


async def test_japanese_mail_arrives(server: Server) -> None:
    """Japanese survives the way, in the subject and in the text."""
    await EmailChannel(server.settings, SystemClock()).send(message(to=contact(language="ja")))

    (mail,) = server.mailroom.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    assert "感染し、組織内部へ拡散している疑い" in mail["Subject"]
    assert "ご担当者様" in body.get_content()
    assert all(byte < 128 for byte in server.mailroom.letters[0])


async def test_login(starttls: Server) -> None:
    """With a user, we log in, and only once the line is protected."""
    settings = dataclasses.replace(starttls.settings, user="noroshi", password="open sesame")

    await EmailChannel(settings, SystemClock()).send(message())

    assert starttls.mailroom.logins == [(b"noroshi", b"open sesame")]


async def test_refused_login(starttls: Server) -> None:
    """A refused login is tried again, and the password is not in the error."""
    settings = dataclasses.replace(starttls.settings, user="noroshi", password="wrong sesame")

    with pytest.raises(DeliveryError) as refused:
        await EmailChannel(settings, SystemClock()).send(message())

    assert refused.value.retry
    assert "sesame" not in refused.value.message + repr(settings)


async def test_unknown_certificate(starttls: Server) -> None:
    """A server that cannot prove who it is gets nothing."""
    with pytest.raises(DeliveryError) as refused:
        await EmailChannel(dataclasses.replace(starttls.settings, authorities=None), SystemClock()).send(
            message()
        )

    assert refused.value.retry
    assert starttls.mailroom.letters == []


async def test_no_downgrade(certificates: Certificates) -> None:
    """A server that offers no STARTTLS gets nothing, unless the settings allow it."""
    async with serving(certificates, MailSecurity.PLAIN) as running:
        wary = dataclasses.replace(running.settings, security=MailSecurity.STARTTLS)
        with pytest.raises(DeliveryError) as refused:
            await EmailChannel(wary, SystemClock()).send(message())

    assert refused.value.retry
    assert running.mailroom.letters == []


@pytest.mark.parametrize(
    ("at_recipient", "at_data", "retry"),
    [
        ("550 No such mailbox", "250 OK", False),
        ("452 Mailbox full", "250 OK", True),
        ("552 Too many recipients", "250 OK", True),
        ("250 OK", "554 Refused", False),
        ("250 OK", "451 Try later", True),
    ],
)
async def test_refusals(starttls: Server, at_recipient: str, at_data: str, *, retry: bool) -> None:
    """A refusal for good is permanent, one for now is not."""
    starttls.mailroom.to_recipients, starttls.mailroom.to_data = at_recipient, at_data

    with pytest.raises(DeliveryError) as refused:
        await EmailChannel(starttls.settings, SystemClock()).send(message())

    assert refused.value.retry == retry


async def test_nobody_there(unused_tcp_port: int) -> None:
    """A server that is down is tried again."""
    with pytest.raises(DeliveryError) as refused:
        await EmailChannel(EmailSettings("localhost", unused_tcp_port), SystemClock()).send(message())

    assert refused.value.retry


@pytest.mark.parametrize(
    "address", ["", "soc", "a b@example.org", "a@example.org\r\nBcc: x@example.org", "<a@b>"]
)
async def test_not_a_mailbox(starttls: Server, address: str) -> None:
    """What is not a mailbox is refused for good, before any server is asked."""
    with pytest.raises(DeliveryError) as refused:
        await EmailChannel(starttls.settings, SystemClock()).send(message(to=contact(address=address)))

    assert not refused.value.retry
    assert starttls.mailroom.letters == []


def test_the_same_mail() -> None:
    """A repeat is the same mail, byte by byte."""
    assert mail_of(message(), SENDER).as_bytes() == mail_of(message(), SENDER).as_bytes()


def test_thread() -> None:
    """All mails about one alert name the same ancestor."""
    first = mail_of(message(telling(alert(number=1))), SENDER)
    later = mail_of(message(telling(alert(number=2)), telling(alert(number=1))), SENDER)

    assert first["In-Reply-To"] == "<A-0000001.alert@noroshi.example>"
    assert later["References"].split() == [
        "<A-0000002.alert@noroshi.example>",
        "<A-0000001.alert@noroshi.example>",
    ]


@given(name=st.text(), person=st.text())
def test_no_header_injection(name: str, person: str) -> None:
    """Whatever an organisation or a contact is called, the mail has the headers that we gave it, and no others."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", person)
    plain = mail_of(message(), SENDER)

    mail = mail_of(message(to=to, name=name), SENDER)
    read = email.message_from_bytes(mail.as_bytes(), policy=policy.default)

    assert read.keys() == plain.keys()
    assert [mailbox.addr_spec for mailbox in read["To"].addresses] == ["soc@example.org"]
    assert [part.get_content_type() for part in read.walk()] == [
        part.get_content_type() for part in plain.walk()
    ]
