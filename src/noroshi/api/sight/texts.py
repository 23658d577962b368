"""What a member is told of an alert, ready to be copied."""

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Reason
from noroshi.api.sight.reach import Reach
from noroshi.app.guides import guide
from noroshi.app.sentences import sentences
from noroshi.config.delivering import composing_settings
from noroshi.delivery.message import Message, Telling
from noroshi.delivery.rendering import subject, text
from noroshi.detections.taxonomy import classified
from noroshi.organisations.model import ChannelKind, Contact, Language
from noroshi.records.notices import TextShown


def text_for_member(reach: Reach, alert: Alert, language: Language | str) -> TextShown:
    """Render what a first notice of an alert would say; an empty language is the organisation's own."""
    centre = reach.centre
    spoken: Language = "ja" if (language or reach.register.language(alert.organisation)) == "ja" else "en"
    settings = composing_settings(centre.config)
    labels = [label.name for label in alert.detection.evidence.labels]
    advice = None if settings.console else guide(alert.kind, labels, spoken)
    message = Message(
        key="",
        centre=settings.centre,
        organisation=alert.organisation,
        organisation_name=reach.register.name(alert.organisation),
        contact=Contact(ChannelKind.EMAIL, "", language=spoken),
        kind=alert.kind,
        severity=alert.severity,
        composed=centre.clock.now(),
        tellings=(
            Telling(
                alert,
                (Reason.FIRST,),
                (),
                sentences().get(alert.kind, ""),
                classification=classified().get(alert.kind, ""),
            ),
        ),
        console=settings.console,
        guides=(advice,) if advice else (),
    )
    return TextShown(spoken, subject(message), text(message))
