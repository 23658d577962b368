"""The settings of the channels, each with its default and a sentence."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from noroshi.delivery.settings import (
    EmailSettings,
    MailSecurity,
    OpenPgpSettings,
    SyslogSettings,
    WebhookSettings,
)

_EMAIL = EmailSettings()
_OPENPGP = OpenPgpSettings()
_WEBHOOK = WebhookSettings()
_SYSLOG = SyslogSettings()

_Port: TypeAlias = Annotated[int, Meta(ge=1, le=65535)]
_Count: TypeAlias = Annotated[int, Meta(ge=1)]


class OpenPgpSection(Struct, frozen=True, forbid_unknown_fields=True):
    """OpenPGP, for contacts that have a key and to sign; it needs GnuPG, which runs beside Noroshi."""

    program: Annotated[str, Meta(description="GnuPG's name or path.")] = _OPENPGP.program
    home: Annotated[
        str, Meta(description="Folder in which GnuPG keeps the centre's key; empty if it signs nothing.")
    ] = ""
    key: Annotated[str, Meta(description="Fingerprint of that key; empty to sign nothing.")] = _OPENPGP.key
    passphrase_file: Annotated[
        str, Meta(description="File that holds its passphrase; empty if GnuPG's agent needs none.")
    ] = ""
    passphrase_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""


class SmimeSection(Struct, frozen=True, forbid_unknown_fields=True):
    """S/MIME, for contacts that have a certificate and to sign."""

    certificate: Annotated[
        str,
        Meta(
            description="PEM file of the centre's certificate, then those between it and the authority; empty to sign nothing."
        ),
    ] = ""
    key: Annotated[str, Meta(description="PEM file of its key.")] = ""
    passphrase_file: Annotated[
        str, Meta(description="File that holds its passphrase; empty if it has none.")
    ] = ""
    passphrase_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""
    revoked: Annotated[
        tuple[str, ...], Meta(description="PEM files, each an authority's list of revoked certificates.")
    ] = ()


class EmailSection(Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server that takes our messages."""

    host: Annotated[str, Meta(description="Its name.")] = _EMAIL.host
    port: Annotated[_Port, Meta(description="Its port.")] = _EMAIL.port
    security: Annotated[
        MailSecurity,
        Meta(
            description="starttls (required), tls from the first byte, or plain for a relay on this machine."
        ),
    ] = _EMAIL.security
    user: Annotated[str, Meta(description="Login; empty for none.")] = _EMAIL.user
    password_file: Annotated[str, Meta(description="File that holds the password.")] = ""
    password_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""
    sender: Annotated[str, Meta(description="The From address; its domain also ends each Message-ID.")] = (
        _EMAIL.sender
    )
    authorities: Annotated[
        str, Meta(description="PEM file of authorities to trust; empty for the system's.")
    ] = ""
    timeout: Annotated[float, Meta(gt=0, description="Seconds for each answer of the server.")] = (
        _EMAIL.timeout
    )
    certificates: Annotated[
        str, Meta(description="Folder with the certificates and keys that contacts name; empty for none.")
    ] = ""
    encrypt_from: Annotated[
        Literal["", "clear", "green", "amber", "amber+strict", "red"],
        Meta(
            description="Marking from which on mail leaves encrypted only, and waits for a contact's certificate; empty for none."
        ),
    ] = ""
    openpgp: Annotated[OpenPgpSection, Meta(description="OpenPGP.")] = OpenPgpSection()
    smime: Annotated[SmimeSection, Meta(description="S/MIME.")] = SmimeSection()


class WebhookSection(Struct, frozen=True, forbid_unknown_fields=True):
    """How webhooks are called."""

    secret_file: Annotated[str, Meta(description="File that holds the secret that signs bodies.")] = ""
    secret_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""
    secret_files: Annotated[
        dict[str, str], Meta(description="Address -> file, for receivers with a secret of their own.")
    ] = {}
    plain: Annotated[bool, Meta(description="Allow http:// to other machines; to this one it always is.")] = (
        _WEBHOOK.plain
    )
    authorities: Annotated[
        str, Meta(description="PEM file of authorities to trust; empty for the system's.")
    ] = ""
    timeout: Annotated[float, Meta(gt=0, description="Seconds for the whole call.")] = _WEBHOOK.timeout


class SyslogSection(Struct, frozen=True, forbid_unknown_fields=True):
    """How syslog servers are written to."""

    hostname: Annotated[str, Meta(description='The HOSTNAME field; "-" says nothing.')] = _SYSLOG.hostname
    facility: Annotated[int, Meta(ge=0, le=23, description="RFC 5424, table 1; 16 is local0.")] = (
        _SYSLOG.facility
    )
    enterprise: Annotated[
        _Count, Meta(description="Private enterprise number in structured data names; 32473 is an example's.")
    ] = _SYSLOG.enterprise
    authorities: Annotated[
        str, Meta(description="PEM file of authorities to trust; empty for the system's.")
    ] = ""
    timeout: Annotated[float, Meta(gt=0, description="Seconds to connect, and again to write.")] = (
        _SYSLOG.timeout
    )
