"""The outbox of a watch centre, with every channel."""

import random
from collections.abc import Mapping

from noroshi.app.centre import Application
from noroshi.app.guides import guide
from noroshi.app.sentences import sentences
from noroshi.config.delivering import delivery_settings
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.channels.switchboard import channels
from noroshi.delivery.outbox import Outbox
from noroshi.detections.taxonomy import classified
from noroshi.organisations.model import ChannelKind


def outbox_of(application: Application, instead: Mapping[ChannelKind, Channel] | None = None) -> Outbox:
    """Make a centre's outbox.

    Parameters
    ----------
    instead
        Other channels than those of the settings.

    Raises
    ------
    SettingsError
        If a secret is not where the settings say.
    """
    settings = delivery_settings(application.config)
    return Outbox(
        application.messages,
        application.organisations,
        channels(settings, application.clock) if instead is None else instead,
        settings,
        application.clock,
        sentences(),
        random.SystemRandom(),
        guide,
        classified(),
    )
