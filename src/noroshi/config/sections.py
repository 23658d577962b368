"""Every setting, with its default and a sentence. `noroshi init` writes them all into the file."""

from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct

from noroshi.alerts.follow_up import FollowUp
from noroshi.clock import DAY, SECOND
from noroshi.config.blocking import BlockingSection
from noroshi.config.channels import EmailSection, SyslogSection, WebhookSection
from noroshi.config.misp import MispSection
from noroshi.delivery.message import Centre
from noroshi.delivery.settings import (
    PACES,
    RATES,
    DeliverySettings,
    Persistence,
)
from noroshi.organisations.model import ChannelKind, Severity
from noroshi.people.rights import Role
from noroshi.people.settings import PeopleSettings

_CENTRE = Centre()
_DELIVERY = DeliverySettings()
_PERSISTENCE = Persistence()
_PEOPLE = PeopleSettings()

_Seconds: TypeAlias = Annotated[float, Meta(ge=0)]
_Count: TypeAlias = Annotated[int, Meta(ge=1)]
_Days: TypeAlias = Annotated[int, Meta(ge=0, le=36_500)]


def _wait(severity: Severity) -> float:
    return PACES[severity].wait / SECOND


def _interval(severity: Severity) -> float:
    return PACES[severity].interval / SECOND


class CentreSection(Struct, frozen=True, forbid_unknown_fields=True):
    """The watch centre that signs messages."""

    name: Annotated[str, Meta(description="Its name.")] = _CENTRE.name
    answer_to: Annotated[
        str, Meta(description='Where a member can answer: a mailbox, a telephone; empty for "this message".')
    ] = _CENTRE.answer_to


class WatchSection(Struct, frozen=True, forbid_unknown_fields=True):
    """What is watched, and how."""

    domain: Annotated[str, Meta(description="The domain whose observations `noroshi watch` reads.")] = "cyber"
    interval: Annotated[
        float, Meta(gt=0, description="How often detectors judge, in seconds of the data's own time.")
    ] = 1.0
    monitored: Annotated[
        tuple[str, ...],
        Meta(
            description='Prefixes watched whoever holds them, or "any": all in them is dark unless registered live.'
        ),
    ] = ()
    announcements: Annotated[
        tuple[str, ...],
        Meta(
            description="CSV files of what each AS number announces, for holdings by AS number and for partners."
        ),
    ] = ()
    countries: Annotated[
        tuple[str, ...], Meta(description="CSV files of which country addresses are in, for partners.")
    ] = ()
    archive: Annotated[
        bool, Meta(description="Keep every detection in the home's archive, for analysts and reports.")
    ] = True


class ServeSection(Struct, frozen=True, forbid_unknown_fields=True):
    """A watch that runs unattended."""

    sources: Annotated[
        tuple[str, ...],
        Meta(
            description="Directories, interfaces (live:eth1) or ports for flows (flows:192.0.2.1:2055) that `noroshi serve` watches."
        ),
    ] = ()
    filter: Annotated[
        str, Meta(description="What interfaces let through, as tcpdump writes it; empty for all.")
    ] = ""
    only_monitored: Annotated[
        bool, Meta(description="Let through only packets to or from monitored prefixes and dark holdings.")
    ] = False
    buffer: Annotated[_Count, Meta(description="MiB for what arrives at each interface or port.")] = 64
    rings: Annotated[
        _Count,
        Meta(
            description="Parts of each interface's buffer, each for some of the processors that packets arrive at."
        ),
    ] = 1
    hardware_time: Annotated[bool, Meta(description="Have interfaces stamp packets, not the system.")] = False
    listen: Annotated[
        str,
        Meta(
            description="Where it answers /health, /ready and /metrics, without sign-in; empty for nowhere."
        ),
    ] = "127.0.0.1:9464"
    traces: Annotated[
        str,
        Meta(
            description="The OpenTelemetry collector that gets traces, such as http://127.0.0.1:4318; empty for none."
        ),
    ] = ""


class OidcSection(Struct, frozen=True, forbid_unknown_fields=True):
    """An OpenID Connect provider that people may sign in with; it needs Noroshi's extra, noroshi[oidc]."""

    issuer: Annotated[
        str, Meta(description="Its URL, as its discovery document has it; empty for no provider.")
    ] = ""
    client: Annotated[str, Meta(description="The id under which it knows this centre.")] = ""
    secret_file: Annotated[str, Meta(description="File that holds the secret which goes with that id.")] = ""
    secret_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""
    claim: Annotated[
        str, Meta(description="Claim that says what somebody is; empty to let in only who was invited.")
    ] = ""
    roles: Annotated[
        dict[str, Role],
        Meta(
            description="Value of that claim -> viewer, officer, lead or administrator; members are invited."
        ),
    ] = {}
    authorities: Annotated[
        str, Meta(description="PEM file of authorities to trust; empty for the system's.")
    ] = ""


class ConsoleSection(Struct, frozen=True, forbid_unknown_fields=True):
    """The console, the API beneath it, and signing in."""

    listen: Annotated[
        str,
        Meta(description="Where `noroshi serve` and `noroshi console` answer; empty for nowhere."),
    ] = "127.0.0.1:8645"
    public: Annotated[
        str,
        Meta(
            description="The URL that people use, such as https://noroshi.example.org; passkeys belong to its name. Empty for http://localhost and the port above."
        ),
    ] = ""
    idle: Annotated[
        float, Meta(gt=0, description="Seconds after which somebody who does nothing is signed out.")
    ] = _PEOPLE.idle / SECOND
    longest: Annotated[
        float, Meta(gt=0, description="Seconds after which everybody signs in again; a shift.")
    ] = _PEOPLE.longest / SECOND
    invitation: Annotated[
        float, Meta(gt=0, le=365, description="Days for which an invitation can be accepted.")
    ] = _PEOPLE.invitation / DAY
    token: Annotated[
        float, Meta(gt=0, le=3660, description="Days that an API token can be valid, at most.")
    ] = _PEOPLE.token / DAY
    oidc: Annotated[OidcSection, Meta(description="A provider.")] = OidcSection()


class SharingSection(Struct, frozen=True, forbid_unknown_fields=True):
    """Exchange with partners over TAXII 2.1."""

    listen: Annotated[
        str,
        Meta(
            description="Where partners are answered, such as 192.0.2.1:8646, apart from the console; empty for nowhere."
        ),
    ] = ""
    certificate: Annotated[
        str,
        Meta(description="PEM file of this centre's certificate: partners are answered, and asked, with it."),
    ] = ""
    key: Annotated[str, Meta(description="PEM file of its key.")] = ""
    public: Annotated[
        str,
        Meta(
            description="The URL that partners use, where it is not the one by which they come; such as https://taxii.example.org."
        ),
    ] = ""
    poll: Annotated[float, Meta(gt=0, description="Seconds between two pulls from a partner.")] = 2.0


class DatabaseSection(Struct, frozen=True, forbid_unknown_fields=True):
    """Where organisations, alerts and notices are kept."""

    url: Annotated[
        str,
        Meta(
            description="postgresql+psycopg://user@host/name, with the password in ~/.pgpass; empty for SQLite here."
        ),
    ] = ""


class KeepSection(Struct, frozen=True, forbid_unknown_fields=True):
    """How many days things are kept; 0 is for good. Alerts, their history and marks, notices, releases, block-lists and the register always are."""

    archive: Annotated[_Days, Meta(description="Files of the archive, from when each was written.")] = 365
    messages: Annotated[
        _Days, Meta(description="What a message said, from when it was sent; to whom and when stays.")
    ] = 90
    audit: Annotated[
        int,
        Meta(
            ge=0, le=36_500, description="Lines of the audit, from when each was written; at least 31 days."
        ),
    ] = 730
    samples: Annotated[
        _Days,
        Meta(description="Sample packets of a resolved alert, from when something last happened to it."),
    ] = 90
    objects: Annotated[
        _Days,
        Meta(description="Objects exchanged with partners, from when each was added; at least 14 days."),
    ] = 90


class WaitSection(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds from the first notice of a severity to its message, so that what comes together goes together."""

    critical: Annotated[_Seconds, Meta(description="For critical notices.")] = _wait(Severity.CRITICAL)
    high: Annotated[_Seconds, Meta(description="For high notices.")] = _wait(Severity.HIGH)
    medium: Annotated[_Seconds, Meta(description="For medium notices.")] = _wait(Severity.MEDIUM)
    low: Annotated[_Seconds, Meta(description="For low notices.")] = _wait(Severity.LOW)


class BetweenSection(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds at least between two messages of one contact, kind and severity."""

    critical: Annotated[_Seconds, Meta(description="For critical notices.")] = _interval(Severity.CRITICAL)
    high: Annotated[_Seconds, Meta(description="For high notices.")] = _interval(Severity.HIGH)
    medium: Annotated[_Seconds, Meta(description="For medium notices.")] = _interval(Severity.MEDIUM)
    low: Annotated[_Seconds, Meta(description="For low notices.")] = _interval(Severity.LOW)


class BurstSection(Struct, frozen=True, forbid_unknown_fields=True):
    """Messages that one contact may get at once; syslog and files know no limit."""

    email: Annotated[_Count, Meta(description="To one mailbox.")] = RATES[ChannelKind.EMAIL].burst
    webhook: Annotated[_Count, Meta(description="To one webhook.")] = RATES[ChannelKind.WEBHOOK].burst


class HourlySection(Struct, frozen=True, forbid_unknown_fields=True):
    """Messages an hour that one contact may get in the long run."""

    email: Annotated[float, Meta(gt=0, description="To one mailbox.")] = RATES[ChannelKind.EMAIL].hourly
    webhook: Annotated[float, Meta(gt=0, description="To one webhook.")] = RATES[ChannelKind.WEBHOOK].hourly


class RetrySection(Struct, frozen=True, forbid_unknown_fields=True):
    """How long, and how often, a failed message is tried again."""

    first: Annotated[
        _Seconds,
        Meta(description="Seconds from the first failure to the second attempt; each further wait doubles."),
    ] = _PERSISTENCE.first / SECOND
    longest: Annotated[_Seconds, Meta(description="Seconds at most between two attempts.")] = (
        _PERSISTENCE.longest / SECOND
    )
    jitter: Annotated[
        float, Meta(ge=0, le=1, description="Share of a wait left to chance, so that retries do not storm.")
    ] = _PERSISTENCE.jitter
    attempts: Annotated[_Count, Meta(description="Attempts before a message is dead.")] = (
        _PERSISTENCE.attempts
    )
    age: Annotated[_Seconds, Meta(description="Seconds before a message is dead.")] = (
        _PERSISTENCE.age / SECOND
    )


class DeliverySection(Struct, frozen=True, forbid_unknown_fields=True):
    """How notices become messages, and when these are sent."""

    summary_hour: Annotated[
        int, Meta(ge=0, le=23, description="Hour of the contact's day at which what goes on is summed up.")
    ] = _DELIVERY.summary_hour
    most: Annotated[_Count, Meta(description="Alerts in one message at most.")] = _DELIVERY.most
    at_once: Annotated[
        _Count, Meta(description="Messages that are being sent at the same time, at most.")
    ] = _DELIVERY.at_once
    poll: Annotated[float, Meta(gt=0, description="Seconds between two looks for new notices.")] = (
        _DELIVERY.poll
    )
    drain: Annotated[
        _Seconds,
        Meta(description="Seconds for what is left when a watch ends; the rest waits for the next one."),
    ] = 30.0
    wait: Annotated[WaitSection, Meta(description="Gathering.")] = WaitSection()
    between: Annotated[BetweenSection, Meta(description="Gathering further.")] = BetweenSection()
    burst: Annotated[BurstSection, Meta(description="Limits at once.")] = BurstSection()
    hourly: Annotated[HourlySection, Meta(description="Limits in the long run.")] = HourlySection()
    retry: Annotated[RetrySection, Meta(description="Retries.")] = RetrySection()


class FollowUpSection(Struct, frozen=True, forbid_unknown_fields=True):
    """What the centre does by itself about alerts, in days; 0 is never."""

    remind: Annotated[
        _Days, Meta(description="From when an alert waits for an answer until its contacts are reminded.")
    ] = FollowUp().remind // DAY
    escalate: Annotated[
        _Days, Meta(description="From then until its organisation's contacts for escalation are told.")
    ] = FollowUp().escalate // DAY
    quiet: Annotated[
        _Days,
        Meta(
            description="Without a packet, while every sensor watched, until an alert that has ended is closed as quiet."
        ),
    ] = FollowUp().quiet // DAY


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of a watch centre."""

    centre: CentreSection = CentreSection()
    watch: WatchSection = WatchSection()
    serve: ServeSection = ServeSection()
    console: ConsoleSection = ConsoleSection()
    sharing: SharingSection = SharingSection()
    blocking: BlockingSection = BlockingSection()
    misp: MispSection = MispSection()
    database: DatabaseSection = DatabaseSection()
    keep: KeepSection = KeepSection()
    follow_up: FollowUpSection = FollowUpSection()
    delivery: DeliverySection = DeliverySection()
    email: EmailSection = EmailSection()
    webhook: WebhookSection = WebhookSection()
    syslog: SyslogSection = SyslogSection()
    domains: dict[str, dict[str, Any]] = {}
    """Each domain's own settings, as they stand under [domains.NAME]; the domain checks them."""
