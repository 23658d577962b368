import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from noroshi.clock import SystemClock
from noroshi.delivery.channels.email import EmailChannel
from noroshi.delivery.document import Document, document
from noroshi.delivery.message import Message
from noroshi.delivery.rendering import subject
from noroshi.delivery.settings import MailSecurity, SmimeSettings
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind, Contact
from tests.delivery.conftest import Certificates
from tests.delivery.mailroom import Server, serving
from tests.delivery.protection.keys import MEMBER, PASSPHRASE, Papers, run
from tests.delivery.protection.reading import mail, texts
from tests.delivery.stories import message

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")


@pytest.fixture
async def server(certificates: Certificates, papers: Papers) -> AsyncIterator[Server]:
    """Run a mail server, for a centre that signs with S/MIME and has contacts' certificates."""
    async with serving(certificates, MailSecurity.STARTTLS) as running:
        settings = replace(running.settings, certificates=papers.folder, smime=papers.ours)
        yield running._replace(settings=settings)


def to(certificate: str) -> Message:
    """A message for a member that has a certificate in a file."""
    return message(to=Contact(ChannelKind.EMAIL, MEMBER, certificate=certificate))


async def sent(server: Server, told: Message) -> bytes:
    """Send a message; give the mail that arrives."""
    await EmailChannel(server.settings, SystemClock()).send(told)
    [letter] = server.mailroom.letters
    return letter


def verified(letter: bytes, papers: Papers) -> bytes:
    """What OpenSSL finds under a good signature, for our address."""
    return run(
        "openssl", "cms", "-verify", "-CAfile", papers.authority, "-purpose", "smimesign", given=letter
    )


def opened(letter: bytes, papers: Papers) -> bytes:
    """What OpenSSL finds in an envelope for the member."""
    reader = ("-recip", papers.folder / "soc.pem", "-inkey", papers.folder / "soc.key")
    return run("openssl", "cms", "-decrypt", *reader, given=letter)


@needs_openssl
async def test_signed(server: Server, papers: Papers) -> None:
    """OpenSSL finds our signature good over what arrives, and the header fields are under it."""
    told = message()
    letter = await sent(server, told)

    content = mail(verified(letter, papers))

    assert "multipart/signed" == mail(letter).get_content_type()
    assert subject(told) == content["Subject"] == mail(letter)["Subject"]
    assert "clear" == content["Content-Type"].params["hp"]
    assert ["text/plain", "text/html", "application/json"] == texts(content)


@needs_openssl
async def test_changed_on_the_way(server: Server, papers: Papers) -> None:
    """A single letter changed on the way spoils the signature."""
    letter = await sent(server, message())

    with pytest.raises(AssertionError, match="verification failure"):
        verified(letter.replace(b"Example University", b"Example Universitz"), papers)


@needs_openssl
async def test_encrypted(server: Server, papers: Papers) -> None:
    """A member with a certificate opens the mail with OpenSSL, which finds our signature good within."""
    told = to("soc.pem")
    letter = await sent(server, told)

    content = mail(verified(opened(letter, papers), papers))
    [attachment] = content.iter_attachments()

    assert "application/pkcs7-mime" == mail(letter).get_content_type()
    assert "enveloped-data" == mail(letter)["Content-Type"].params["smime-type"]
    assert "[...]" == mail(letter)["Subject"]
    assert subject(told) == content["Subject"]
    assert document(told) == msgspec.json.decode(attachment.get_content(), type=Document)


@needs_openssl
async def test_encrypted_unsigned(server: Server, papers: Papers) -> None:
    """A centre without a certificate of its own encrypts all the same."""
    bare = replace(server.settings, smime=SmimeSettings())
    letter = await sent(server._replace(settings=bare), to("soc.pem"))

    assert "A-0000017" in opened(letter, papers).decode()


@pytest.mark.parametrize(
    ("file", "because"),
    [
        ("once.pem", "has expired"),
        ("gone.pem", "is revoked"),
        ("elliptic.pem", "has no RSA key"),
        ("server.pem", "is not for mail"),
        ("nobody.pem", "cannot be read: No such file"),
        ("soc.key", "soc.key is no certificate in PEM"),
        ("huge.pem", "is too large"),
    ],
)
async def test_useless_certificates(server: Server, papers: Papers, file: str, because: str) -> None:
    """Where a contact's certificate cannot be used, the mail waits and says why, and nothing leaves in the clear."""
    (papers.folder / "huge.pem").write_bytes(b"-" * ((1 << 20) + 1))

    with pytest.raises(DeliveryError) as refused:
        await sent(server, to(file))

    assert because in refused.value.message
    assert refused.value.retry
    assert [] == server.mailroom.letters


@pytest.mark.parametrize(
    ("key", "passphrase", "because"),
    [
        ("ours.key", "closed sesame", "no key in PEM that the passphrase opens"),
        ("soc.key", "", "is not the key of"),
        ("nobody.key", "", "cannot be read"),
    ],
)
async def test_useless_key(server: Server, papers: Papers, key: str, passphrase: str, because: str) -> None:
    """Where our own key cannot be used, the mail waits and says why, and no secret is in what it says."""
    ours = replace(papers.ours, key=papers.folder / key, passphrase=passphrase)

    with pytest.raises(DeliveryError, match=because) as refused:
        await sent(server._replace(settings=replace(server.settings, smime=ours)), message())

    assert "sesame" not in refused.value.message + repr(ours)
    assert PASSPHRASE not in repr(server.settings)


@needs_openssl
async def test_own_certificate_expired(server: Server, papers: Papers) -> None:
    """When our own certificate has expired, members are told all the same, in mail that is not signed."""
    ours = replace(papers.ours, certificate=papers.folder / "once.pem", key=papers.folder / "once.key")
    letter = await sent(server._replace(settings=replace(server.settings, smime=ours)), message())

    assert "multipart/mixed" == mail(letter).get_content_type()


async def test_chain(server: Server, papers: Papers, tmp_path: Path) -> None:
    """Certificates between ours and the authority travel with the signature."""
    chain = tmp_path / "chain.pem"
    chain.write_bytes(papers.folder.joinpath("ours.pem").read_bytes() + papers.authority.read_bytes())
    alone = await sent(server, message())
    server.mailroom.letters.clear()
    longer = replace(server.settings, smime=replace(papers.ours, certificate=chain))
    joined = await sent(server._replace(settings=longer), message())

    assert len(joined) > len(alone) + 700
