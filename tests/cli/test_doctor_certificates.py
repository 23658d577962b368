from pathlib import Path

import pytest

from tests.cli.centre import Centre
from tests.cli.test_doctor import findings, said, set_
from tests.delivery.mailroom import SENDER
from tests.delivery.protection.keys import MEMBER, PASSPHRASE, Keyring, Papers


def contacts(centre: Centre, folder: Path, *certificates: str, encrypt_from: str = "") -> None:
    """Make a centre with a mail contact for each file's name; an empty one is for a contact without a certificate."""
    listed = "".join(
        f"      - {{channel: email, address: {'' if number == 0 else number}{MEMBER}, certificate: '{name}'}}\n"
        for number, name in enumerate(certificates)
    )
    centre("init")
    roster = f"organisations:\n  - id: example\n    name: Example\n    contacts:\n{listed}"
    assert 0 == centre("organisations", "import", str(centre.roster(roster))).code
    lines = f'certificates = "{folder}"\nsender = "{SENDER}"\nencrypt_from = "{encrypt_from}"'
    set_(centre, "email", lines)


def signing(centre: Centre, papers: Papers, name: str, mode: int = 0o600) -> None:
    """Have it sign with S/MIME."""
    secret, key = centre.folder / "passphrase", papers.folder / f"{name}.key"
    secret.write_text(PASSPHRASE if name == "ours" else "", "utf-8")
    for each in (secret, key):
        each.chmod(mode)
    lines = f'certificate = "{papers.folder / name}.pem"\nkey = "{key}"\npassphrase_file = "{secret}"'
    set_(centre, "email.smime", lines)


def found(centre: Centre) -> dict[str, list[str]]:
    """What was found of certificates, by level."""
    told = findings(centre, "--offline")
    return {
        level: sorted(each for each in those if each.startswith("certificates"))
        for level, those in told.items()
    }


def test_smime(bare: Centre, papers: Papers) -> None:
    """It says what mail is signed with and for whom it is encrypted, and warns thirty days before that ends."""
    contacts(bare, papers.folder, "soc.pem")
    signing(bare, papers, "ours")
    told = found(bare)

    assert [] == told["broken"]
    assert said(set(told["fine"]), "mail is signed with S/MIME, until")
    assert said(set(told["fine"]), f"mail to {MEMBER} is encrypted, until")
    assert said(set(told["warning"]), "our own certificate for S/MIME expires on")
    assert said(set(told["warning"]), f"the certificate soc.pem of {MEMBER} expires on")


def test_openpgp(bare: Centre, keyring: Keyring) -> None:
    """The same of OpenPGP: a key that never expires needs no warning, and one that does needs one."""
    contacts(bare, keyring.folder, "soc.asc")
    secret = bare.folder / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")
    secret.chmod(0o600)
    lines = f'home = "{keyring.home}"\nkey = "{keyring.ours.key}"\npassphrase_file = "{secret}"'
    set_(bare, "email.openpgp", lines)
    told = found(bare)

    assert [] == told["broken"]
    assert ["certificates: mail is signed with OpenPGP, until never"] == [
        each for each in told["fine"] if "OpenPGP" in each
    ]
    [warned] = told["warning"]
    assert f"the certificate soc.asc of {MEMBER} expires on" in warned


@pytest.mark.parametrize(
    ("certificate", "because"),
    [
        ("once.pem", "has expired, so mail waits"),
        ("gone.pem", "is revoked, so mail waits"),
        ("nobody.pem", f"mail to {MEMBER} waits: nobody.pem cannot be read"),
    ],
)
def test_useless(bare: Centre, papers: Papers, certificate: str, because: str) -> None:
    """A contact's certificate that has expired, is revoked or is not there is broken: the contact is not told."""
    contacts(bare, papers.folder, certificate)
    set_(bare, "email.smime", f'revoked = ["{papers.folder}/revoked.pem"]')

    assert said(set(found(bare)["broken"]), because)


def test_for_somebody_else(bare: Centre, papers: Papers) -> None:
    """A certificate for another address than the contact's is doubtful."""
    contacts(bare, papers.folder, "soc.pem", "gone.pem")

    assert said(set(found(bare)["warning"]), f"gone.pem of 1{MEMBER} is for {MEMBER}")


def test_own_expired(bare: Centre, papers: Papers) -> None:
    """Our own certificate that has expired is broken, though mail still goes."""
    contacts(bare, papers.folder, "soc.pem")
    signing(bare, papers, "once")

    assert said(
        set(found(bare)["broken"]), "our own certificate for S/MIME has expired, so mail goes unsigned"
    )


def test_readable_key(bare: Centre, papers: Papers) -> None:
    """A key that others may read is broken."""
    contacts(bare, papers.folder, "soc.pem")
    signing(bare, papers, "ours", mode=0o644)

    assert said(
        findings(bare, "--offline")["broken"], f"others on this machine may read {papers.folder}/ours.key"
    )


@pytest.mark.parametrize(("encrypt_from", "level"), [("amber", "broken"), ("red", "warning"), ("", "")])
def test_nobody_told(bare: Centre, papers: Papers, encrypt_from: str, level: str) -> None:
    """A contact without a certificate is broken where it is told nothing, and a warning where it is not told all."""
    contacts(bare, papers.folder, "soc.pem", "", encrypt_from=encrypt_from)
    told = found(bare)
    expected = f"certificates: without a certificate, so what is {encrypt_from} waits: 1{MEMBER}"

    assert level == next((each for each, lines in told.items() if expected in lines), "")
