"""From settings to what delivery takes: seconds to nanoseconds, names of secrets to secrets."""

from dataclasses import replace
from pathlib import Path

from noroshi.clock import SECOND
from noroshi.config.secrets import secret
from noroshi.config.sections import Config
from noroshi.delivery.message import Centre
from noroshi.delivery.settings import (
    DeliverySettings,
    EmailSettings,
    OpenPgpSettings,
    Pace,
    Persistence,
    Rate,
    SmimeSettings,
    SyslogSettings,
    WebhookSettings,
)
from noroshi.organisations.model import ChannelKind, Marking, Severity


def delivery_settings(config: Config) -> DeliverySettings:
    """Make what delivery takes, and fetch its secrets.

    Raises
    ------
    SettingsError
        If a secret is not where the settings say.
    """
    return replace(
        composing_settings(config),
        email=_email(config),
        webhook=_webhook(config),
        syslog=SyslogSettings(
            hostname=config.syslog.hostname,
            facility=config.syslog.facility,
            enterprise=config.syslog.enterprise,
            authorities=_path(config.syslog.authorities),
            timeout=config.syslog.timeout,
        ),
    )


def composing_settings(config: Config) -> DeliverySettings:
    """Make what delivery takes to compose messages; channels, which need secrets, are left as they are by default."""
    section = config.delivery
    return DeliverySettings(
        centre=Centre(config.centre.name, config.centre.answer_to),
        console=config.console.public,
        paces={
            severity: Pace(
                _nanoseconds(getattr(section.wait, severity.value)),
                _nanoseconds(getattr(section.between, severity.value)),
            )
            for severity in Severity
        },
        summary_hour=section.summary_hour,
        most=section.most,
        rates={
            ChannelKind.EMAIL: Rate(section.burst.email, section.hourly.email),
            ChannelKind.WEBHOOK: Rate(section.burst.webhook, section.hourly.webhook),
        },
        persistence=Persistence(
            first=_nanoseconds(section.retry.first),
            longest=_nanoseconds(section.retry.longest),
            jitter=section.retry.jitter,
            attempts=section.retry.attempts,
            age=_nanoseconds(section.retry.age),
        ),
        at_once=section.at_once,
        poll=section.poll,
        email=EmailSettings(encrypt_from=_encrypt_from(config)),
    )


def _email(config: Config) -> EmailSettings:
    section = config.email
    return EmailSettings(
        host=section.host,
        port=section.port,
        security=section.security,
        user=section.user,
        password=secret("[email] password", section.password_file, section.password_variable),
        sender=section.sender,
        authorities=_path(section.authorities),
        timeout=section.timeout,
        certificates=_path(section.certificates),
        encrypt_from=_encrypt_from(config),
        openpgp=OpenPgpSettings(
            program=section.openpgp.program,
            home=_path(section.openpgp.home),
            key=section.openpgp.key,
            passphrase=secret(
                "[email.openpgp] passphrase",
                section.openpgp.passphrase_file,
                section.openpgp.passphrase_variable,
            ),
        ),
        smime=SmimeSettings(
            certificate=_path(section.smime.certificate),
            key=_path(section.smime.key),
            passphrase=secret(
                "[email.smime] passphrase", section.smime.passphrase_file, section.smime.passphrase_variable
            ),
            revoked=tuple(Path(each).expanduser() for each in section.smime.revoked),
        ),
    )


def _encrypt_from(config: Config) -> Marking | None:
    wanted = config.email.encrypt_from
    return Marking(wanted) if wanted else None


def _webhook(config: Config) -> WebhookSettings:
    section = config.webhook
    return WebhookSettings(
        secret=secret("[webhook] secret", section.secret_file, section.secret_variable),
        secrets={
            address: secret(f"[webhook] secret_files: {address}", file, "")
            for address, file in section.secret_files.items()
        },
        plain=section.plain,
        authorities=_path(section.authorities),
        timeout=section.timeout,
    )


def _nanoseconds(seconds: float) -> int:
    return round(seconds * SECOND)


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None
