"""Made-up alerts, messages and notices to deliver."""

from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, NoticeState, Reason, notice_id
from noroshi.clock import MINUTE, moment
from noroshi.delivery.message import Centre, Message, Telling, message_key
from noroshi.detections.model import (
    Confidence,
    Detection,
    Evidence,
    Label,
    Measure,
    Phase,
    Subject,
    Tally,
)
from noroshi.organisations.model import ChannelKind, Contact, Organisation, Severity

NIGHT = moment("2026-11-24T18:00:13Z")

SEVERITIES = {
    "infection.internal": Severity.CRITICAL,
    "infection.external": Severity.HIGH,
    "dos.victim": Severity.HIGH,
    "misconfiguration": Severity.LOW,
    "sea.gap": Severity.MEDIUM,
}
SENTENCES = {"sea.gap": "A vessel of yours has stopped reporting its position."}

_SCAN = (
    Measure("packets", 57, "", 3),
    Measure("dark addresses", 41, "", 3),
    Measure("ports", 2, "", 10),
    Measure("duration", 183.25, "s"),
    Measure("lowest ttl", 54, "hops"),
    Measure("highest ttl", 54, "hops"),
)
_MEASURES = {
    "infection.internal": _SCAN,
    "infection.external": _SCAN,
    "dos.victim": (
        Measure("answers", 1234, "", 25),
        Measure("duration", 183.25, "s", 60),
        Measure("peak", 640, "packets a minute", 30),
        Measure("dark addresses", 1180, exact=False),
        Measure("icmp errors", 12),
        Measure("foreign quotes", 0),
    ),
    "misconfiguration": (
        Measure("packets", 57, "", 20),
        Measure("duration", 480, "s", 300),
        Measure("dark addresses", 1),
        Measure("ports", 1),
    ),
    "sea.gap": (Measure("silence", 7200, "s", 3600),),
}
_SPOOFED = "may be spoofed: a passive darknet cannot prove that the source address is genuine"


DARK = 0xC6336400
"""198.51.100.0, as Mirai writes it into a sequence number."""


def detection(kind: str = "infection.internal", subject: str = "192.0.2.17", first: int = NIGHT) -> Detection:
    """Make a detection of a kind, with all that one can hold."""
    mirai = "The TCP sequence number is the target's address, as Mirai and its descendants write it."
    steady = "the TTL is steady (54), as from one host on one route"
    return Detection(
        kind=kind,
        subject=Subject("address", subject),
        phase=Phase.NEW,
        at=first + 4 * MINUTE,
        severity=SEVERITIES[kind],
        why=f"{subject} did what {kind} asks, 57 times in 183.3 s; the rule asks 3 times.",
        confidence=Confidence(0.85, (steady,), (_SPOOFED,)),
        evidence=Evidence(
            observations=57,
            first=first,
            last=first + 3 * MINUTE,
            rate=56 / 183.25,
            measures=_MEASURES[kind],
            tallies=(
                Tally("destination ports", (("tcp/23", 50), ("tcp/2323", 7)), complete=False),
                Tally("source ports", (("51234", 55), ("51235", 2))),
            ),
            labels=(Label("mirai", 57, 57, 1e-300, mirai),),
            samples=tuple(
                {
                    "time": f"2026-11-24T18:00:{second}.250Z",
                    "source": subject,
                    "source_port": 51234,
                    "destination": f"198.51.100.{second}",
                    "destination_port": 23,
                    "protocol": 6,
                    "tcp_flags": "S",
                    "ttl": 54,
                    "sequence": DARK + second,
                    "length": 40,
                    "first_bytes": f"45000028d431000036060000c0000211{DARK + second:08x}c82200170000000000000000",
                }
                for second in (13, 14)
            ),
        ),
        may_be_spoofed=True,
    )


def alert(
    kind: str = "infection.internal",
    number: int = 17,
    *,
    state: AlertState = AlertState.OPEN,
    ended: bool = False,
) -> Alert:
    """Make an alert about 192.0.2.<number>."""
    concluded = detection(kind, f"192.0.2.{number}")
    return Alert(
        id=f"A-{number:07}",
        kind=kind,
        subject_kind="address",
        subject=concluded.subject.value,
        organisation="example",
        holding="192.0.2.0/24",
        state=state,
        outcome=None,
        severity=concluded.severity,
        started=concluded.evidence.first,
        last=concluded.evidence.last,
        ended=ended,
        episodes=1,
        episode=concluded.episode,
        detection=concluded,
        version=1,
    )


def contact(
    channel: ChannelKind = ChannelKind.EMAIL, address: str = "soc@example.org", *, language: str = "en"
) -> Contact:
    """Make a contact in New York or Tokyo."""
    if language == "ja":
        return Contact(channel, address, language="ja", time_zone="Asia/Tokyo")
    return Contact(channel, address, time_zone="America/New_York")


def organisation(*contacts: Contact) -> Organisation:
    """Make the organisation that the alerts are for."""
    return Organisation("example", "Example University", contacts)


def telling(told: Alert, *reasons: Reason) -> Telling:
    """Tell an alert for the first time, or for other reasons."""
    said = reasons or (Reason.FIRST,)
    return Telling(
        told, said, tuple(f"{told.id} {reason.value}" for reason in said), SENTENCES.get(told.kind, "")
    )


def message(
    *tellings: Telling, to: Contact | None = None, kind: str = "", name: str = "Example University"
) -> Message:
    """Compose a message by hand."""
    told = tellings or (telling(alert()),)
    return Message(
        key=message_key(notice for each in told for notice in each.notices),
        centre=Centre("Noroshi", "watch@noroshi.example"),
        organisation="example",
        organisation_name=name,
        contact=to or contact(),
        kind=kind or told[0].alert.kind,
        severity=max((each.alert.severity for each in told), key=lambda severity: severity.rank),
        composed=NIGHT + 5 * MINUTE,
        tellings=tuple(told),
    )


def notice(
    told: Alert,
    to: Contact,
    reason: Reason = Reason.FIRST,
    *,
    owed: int = NIGHT,
    severity: Severity | None = None,
) -> Notice:
    """Owe a contact a notice about an alert."""
    return Notice(
        id=notice_id(told.id, told.episode, reason, to.key, 0),
        alert=told.id,
        organisation=told.organisation,
        channel=to.channel.value,
        address=to.address,
        language=to.language,
        kind=told.kind,
        severity=severity or told.severity,
        reason=reason,
        at=owed,
        owed=owed,
        state=NoticeState.OWED,
    )
