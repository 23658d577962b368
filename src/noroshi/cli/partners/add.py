"""`noroshi partners add`: how we exchange with a partner."""

from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.cli.screen import Coloured
from noroshi.clock import SystemClock
from noroshi.errors import NotFoundError, UsageError
from noroshi.organisations.model import PARTNER, Marking, Organisation
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.secret import Secret
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.partners import SECRET, Partner, PartnerState
from noroshi.sharing.taxii.collection import for_all, for_one, from_one

app = command(
    "add",
    "noroshi partners add cert-abroad --name 'CERT Abroad'",
    "noroshi partners add cert-abroad --name 'CERT Abroad' --address https://taxii.example.org/taxii2/ --certificate abroad.pem",
    "noroshi partners add cert-abroad --name 'CERT Abroad' --address https://taxii.example.org/taxii2/ "
    "--login us --secret-file abroad.secret",
)


class PartnerAdded(Struct, frozen=True):
    """A partner that was added."""

    organisation: str
    """The organisation's id."""
    secret: str
    """What its programs come with, as a password or a bearer token; it is shown now, and never again."""


OUTPUTS = (PartnerAdded,)


@app.default
def add(
    organisation: str,
    /,
    *,
    name: str = "",
    address: str = "",
    collection: str = "",
    login: str = "",
    secret_file: str = "",
    certificate: Path | None = None,
    by: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Say how we exchange with a partner, or say it anew.

    It gets a new secret each time; a certificate counts once the process has started anew that answers partners.

    Parameters
    ----------
    organisation
        The id of an organisation with the tag "partner"; its clearance says what it may receive.
    name
        Its name among partners; else as the register has it.
    address
        The URL of its TAXII server, of a discovery or an API root, if we are to pull from it.
    collection
        What is pulled from there, by id or alias; else all that we may read.
    login
        Our name there, for HTTP Basic; without it the secret is sent as a bearer token.
    secret_file
        The file that holds our secret there.
    certificate
        PEM file of its certificate: by it, and no other, it is known as a client and as a server.
    by
        Who says so; else your login name.
    """
    _check(address)
    now, secret = SystemClock().now(), Secret.new(SECRET)
    with here.books() as books:
        theirs = books.organisations.get(organisation)
        if PARTNER not in theirs.tags:
            raise UsageError(
                f"{organisation} is no partner in the register",
                hint=f'Give it the tag "{PARTNER}" in the roster.',
            )
        before = _before(books.sharing, organisation)
        partner = Partner(
            organisation=organisation,
            name=written(name) or theirs.name,
            address=address,
            collection=collection,
            login=login,
            secret_file=str(Path(secret_file).expanduser().absolute()) if secret_file else "",
            certificate=_certificate(certificate),
            state=PartnerState.ACTIVE,
            created=now,
            cursors=before.cursors if before and before.address == address else {},
            taken=before.taken if before else 0,
            refused=before.refused if before else 0,
        )
        assert partner.fingerprint or not certificate  # it is a certificate, or an error by now
        books.sharing.partners.add(
            partner, secret.digest, By(who(by), Via.COMMAND).did(now, What.ADD_PARTNER, organisation)
        )
        _open_collections(books.sharing, theirs)
    screen = here.screen()
    screen.record(PartnerAdded(organisation, secret.reveal()))
    screen.line(Coloured(organisation, NAME), "  is answered as ", partner.name, "; its secret:")
    screen.line()
    screen.line(secret.reveal(), indent=2)
    screen.line()
    screen.line("It is shown now, and never again.")


def _check(address: str) -> None:
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise UsageError(
            f"{address!r} is no URL of a server", hint="Write https://taxii.example.org/taxii2/."
        )
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise UsageError(
            "another machine is asked over https only", hint="A password would be read on its way."
        )


def _certificate(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.expanduser().read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is no PEM"
        raise UsageError(
            f"{file}: {reason}", hint="Name the PEM file of the partner's certificate."
        ) from None


def _before(books: SharingBooks, organisation: str) -> Partner | None:
    try:
        return books.partners.get(organisation)
    except NotFoundError:
        return None


def _open_collections(books: SharingBooks, theirs: Organisation) -> None:
    for marking in (Marking.CLEAR, Marking.GREEN, Marking.AMBER):
        books.objects.open(for_all(marking))
    books.objects.open(for_one(theirs.id, theirs.clearance))
    books.objects.open(from_one(theirs.id))
