"""Which channel serves which kind of contact."""

from collections.abc import Mapping

from noroshi.clock import Clock
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.channels.email import EmailChannel
from noroshi.delivery.channels.file import FileChannel
from noroshi.delivery.channels.syslog import SyslogChannel
from noroshi.delivery.channels.webhook import WebhookChannel
from noroshi.delivery.settings import DeliverySettings
from noroshi.organisations.model import ChannelKind


def channels(settings: DeliverySettings, clock: Clock) -> Mapping[ChannelKind, Channel]:
    """Make every channel from the settings; the clock stamps what is signed, and says which certificates are valid."""
    return {
        ChannelKind.EMAIL: EmailChannel(settings.email, clock),
        ChannelKind.WEBHOOK: WebhookChannel(settings.webhook, clock),
        ChannelKind.SYSLOG: SyslogChannel(settings.syslog),
        ChannelKind.FILE: FileChannel(),
    }
