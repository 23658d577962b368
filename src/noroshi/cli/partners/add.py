"""`noroshi partners add`: how we exchange with a partner."""

from pathlib import Path

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who, written
from noroshi.cli.screen import Coloured
from noroshi.errors import UsageError
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.partners import PartnerAdded
from noroshi.sharing.partners import Partner

app = command(
    "add",
    "noroshi partners add cert-abroad --name 'CERT Abroad'",
    "noroshi partners add cert-abroad --name 'CERT Abroad' --address https://taxii.example.org/taxii2/ --certificate abroad.pem",
    "noroshi partners add cert-abroad --name 'CERT Abroad' --address https://taxii.example.org/taxii2/ "
    "--login us --secret-file abroad.secret",
)


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

    It gets a new secret each time. Whoever answers partners knows a certificate a second later.

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
    from noroshi.app.partnering import Partnering  # noqa: PLC0415  # half a second that a help page does not need

    wanted = Partner(
        organisation=organisation,
        name=written(name),
        address=address,
        collection=collection,
        login=login,
        secret_file=str(Path(secret_file).expanduser().absolute()) if secret_file else "",
        certificate=_certificate(certificate),
    )
    with here.application() as centre:
        secret = Partnering(centre, By(who(by), Via.COMMAND)).add(wanted)
        assert secret is not None  # it is new each time
        added = centre.sharing.partners.get(organisation)
    screen = here.screen()
    screen.record(PartnerAdded(organisation, secret.reveal()))
    screen.line(Coloured(organisation, NAME), "  is answered as ", added.name, "; its secret:")
    screen.line()
    screen.line(secret.reveal(), indent=2)
    screen.line()
    screen.line("It is shown now, and never again.")


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
