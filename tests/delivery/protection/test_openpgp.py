from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from noroshi.clock import SystemClock
from noroshi.delivery.channels.email import EmailChannel
from noroshi.delivery.document import Document, document
from noroshi.delivery.message import Message
from noroshi.delivery.rendering import subject
from noroshi.delivery.settings import MailSecurity, OpenPgpSettings
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind, Contact
from tests.delivery.conftest import Certificates
from tests.delivery.mailroom import Server, serving
from tests.delivery.protection.keys import MEMBER, PASSPHRASE, Keyring, run
from tests.delivery.protection.reading import body, mail, parts, texts
from tests.delivery.stories import message
from tests.house.source import ROOT

PEERS = ROOT / ".venv-peers" / "bin" / "python"


@pytest.fixture
async def server(certificates: Certificates, keyring: Keyring) -> AsyncIterator[Server]:
    """Run a mail server, for a centre that signs with OpenPGP and has contacts' keys."""
    async with serving(certificates, MailSecurity.STARTTLS) as running:
        settings = replace(running.settings, certificates=keyring.folder, openpgp=keyring.ours)
        yield running._replace(settings=settings)


def to(certificate: str) -> Message:
    """A message for a member that has a key in a file."""
    return message(to=Contact(ChannelKind.EMAIL, MEMBER, certificate=certificate))


async def sent(server: Server, told: Message) -> bytes:
    """Send a message; give the mail that arrives."""
    await EmailChannel(server.settings, SystemClock()).send(told)
    [letter] = server.mailroom.letters
    return letter


async def test_signed(server: Server, keyring: Keyring, tmp_path: Path) -> None:
    """GnuPG finds our signature good over what arrives, and the header fields are under it."""
    told = message()
    letter = await sent(server, told)
    content, signature = parts(letter)
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "signature").write_bytes(body(signature))

    said = keyring.gpg("--status-fd", "1", "--verify", tmp_path / "signature", tmp_path / "content").decode()

    assert f"VALIDSIG {keyring.ours.key}" in said
    assert "multipart/signed" == mail(letter).get_content_type()
    assert mail(letter)["Content-Type"].params["micalg"] == "pgp-sha256"
    assert subject(told) == mail(content)["Subject"] == mail(letter)["Subject"]
    assert "clear" == mail(content)["Content-Type"].params["hp"]
    assert texts(mail(content)) == ["text/plain", "text/html", "application/json"]


async def test_encrypted(server: Server, keyring: Keyring) -> None:
    """A member with a key opens the mail with GnuPG, which finds our signature good; it holds what a mail in the clear would."""
    told = to("soc.asc")
    letter = await sent(server, told)
    version, cipher = parts(letter)

    opened = keyring.gpg("--decrypt", given=body(cipher))
    said = keyring.gpg("--status-fd", "1", "--output", "/dev/null", "--decrypt", given=body(cipher)).decode()
    [attachment] = mail(opened).iter_attachments()

    assert f"VALIDSIG {keyring.ours.key}" in said
    assert "DECRYPTION_OKAY" in said
    assert b"Version: 1" == body(version).strip()
    assert "multipart/encrypted" == mail(letter).get_content_type()
    assert document(told) == msgspec.json.decode(attachment.get_content(), type=Document)
    assert subject(told) == mail(opened)["Subject"]
    assert "cipher" == mail(opened)["Content-Type"].params["hp"]


async def test_nothing_leaks(server: Server) -> None:
    """Outside an encrypted mail stands to whom and when, and nothing of what it is about."""
    letter = mail(await sent(server, to("soc.asc")))

    assert "[...]" == letter["Subject"]
    assert {"From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Noroshi-Key", "Subject"} == {
        name for name in letter if name not in {"MIME-Version", "Content-Type"}
    }
    assert not any(
        word in letter.as_string() for word in ("192.0.2", "A-0000017", "Example University", "nfect")
    )


@pytest.mark.skipif(not PEERS.exists(), reason="`make peers` was not run")
async def test_sequoia(server: Server, keyring: Keyring, tmp_path: Path) -> None:
    """Sequoia opens the mail, too, and finds our signature good: what GnuPG writes is not for GnuPG alone."""
    _, cipher = parts(await sent(server, to("soc.asc")))
    (tmp_path / "mail").write_bytes(body(cipher))
    (tmp_path / "secret").write_bytes(keyring.gpg("--armor", "--export-secret-keys", MEMBER))
    (tmp_path / "ours").write_bytes(keyring.gpg("--armor", "--export", keyring.ours.key))
    script = (
        "import pathlib, pysequoia, sys; folder = pathlib.Path(sys.argv[1])\n"
        "reader = pysequoia.Tsk.from_file(str(folder / 'secret')).decryptor()\n"
        "ours = pysequoia.Cert.from_file(str(folder / 'ours'))\n"
        "opened = pysequoia.decrypt(decryptor=reader, bytes=(folder / 'mail').read_bytes(), store=lambda _: [ours])\n"
        "print(opened.valid_sigs[0].certificate); print(opened.bytes.decode())"
    )
    certificate, _, content = run(PEERS, "-c", script, tmp_path).decode().partition("\n")

    assert keyring.ours.key.lower() == certificate
    assert "A-0000017" in content


@pytest.mark.parametrize(
    ("file", "because"),
    [
        ("once.asc", "has expired"),
        ("gone.asc", "is revoked"),
        ("nobody.asc", "cannot be read: No such file"),
        ("both.asc", "holds 2 keys"),
        ("secret.asc", "holds a private key"),
        ("cut.asc", "cut.asc: gpg:"),
    ],
)
async def test_useless_keys(server: Server, keyring: Keyring, file: str, because: str) -> None:
    """Where a contact's key cannot be used, the mail waits and says why, and nothing leaves in the clear."""
    member = (keyring.folder / "soc.asc").read_bytes()
    (keyring.folder / "both.asc").write_bytes(member + (keyring.folder / "once.asc").read_bytes())
    (keyring.folder / "secret.asc").write_bytes(member + b"-----BEGIN PGP PRIVATE KEY BLOCK-----")
    (keyring.folder / "cut.asc").write_bytes(member[:200])

    with pytest.raises(DeliveryError) as refused:
        await sent(server, to(file))

    assert because in refused.value.message
    assert refused.value.retry
    assert [] == server.mailroom.letters


async def test_own_key_expired(server: Server, keyring: Keyring) -> None:
    """When our own key has expired, members are told all the same, encrypted but unsigned, and the log says so."""
    ours = replace(keyring.ours, key=keyring.fingerprint("once@example.org"))
    with capture_logs() as logged:
        letter = await sent(server._replace(settings=replace(server.settings, openpgp=ours)), to("soc.asc"))

    said = keyring.gpg(
        "--status-fd", "1", "--output", "/dev/null", "--decrypt", given=body(parts(letter)[1])
    ).decode()
    assert "DECRYPTION_OKAY" in said
    assert "SIG" not in said
    assert ["our certificate for OpenPGP has expired"] == [
        line["because"] for line in logged if "because" in line
    ]


async def test_secrets_stay(server: Server, keyring: Keyring) -> None:
    """A passphrase that does not open our key is in no error, nor shown with the settings."""
    run("gpgconf", "--homedir", keyring.home, "--kill", "gpg-agent")  # it knows the right one by now
    ours = replace(keyring.ours, passphrase="closed sesame")

    with pytest.raises(DeliveryError, match="Bad passphrase") as refused:
        await sent(server._replace(settings=replace(server.settings, openpgp=ours)), message())

    assert refused.value.retry
    assert "sesame" not in refused.value.message + repr(ours) + repr(server.settings)
    assert PASSPHRASE not in repr(server.settings)


async def test_without_the_program(server: Server) -> None:
    """Where GnuPG is not installed, mail to a contact with an OpenPGP key waits, and the hint says what to install."""
    nowhere = replace(server.settings, openpgp=OpenPgpSettings(program="/nowhere/gpg"))

    with pytest.raises(DeliveryError, match="cannot be run") as refused:
        await sent(server._replace(settings=nowhere), to("soc.asc"))

    assert "apt-get install gnupg" in refused.value.hint
    assert [] == server.mailroom.letters
