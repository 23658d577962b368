"""Channels: set up for the contacts that use them."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.cli.doctor.finding import Findings, Patient, broken, fine, warning
from noroshi.config.channels import EmailSection
from noroshi.config.sections import Config
from noroshi.delivery.channels.webhook import HERE
from noroshi.organisations.model import ChannelKind, Contact


def contacts_of(patient: Patient, kind: ChannelKind) -> Iterator[Contact]:
    """Give all contacts that are reached in one way."""
    for organisation in patient.organisations:
        yield from (contact for contact in organisation.contacts if contact.channel is kind)


def channels(patient: Patient) -> Findings:
    """Look for contacts whose channel is not set up."""
    if any(contacts_of(patient, ChannelKind.EMAIL)) and patient.config.email.sender == EmailSection().sender:
        yield warning(
            "channels",
            f"mail comes from {patient.config.email.sender}, which many servers refuse",
            "Set [email] sender, and host if the mail server is not on this machine.",
        )
    webhooks = list(contacts_of(patient, ChannelKind.WEBHOOK))
    yield from _webhooks(patient.config, webhooks)
    yield from _files(patient)


def _webhooks(config: Config, webhooks: list[Contact]) -> Findings:
    section = config.webhook
    has_secret = bool(section.secret_file or section.secret_variable)
    unsigned = [
        each.address for each in webhooks if not has_secret and each.address not in section.secret_files
    ]
    if unsigned:
        yield warning(
            "channels",
            f"what is posted to {unsigned[0]} is not signed",
            "Set [webhook] secret_file, and give the receiver the secret.",
        )
    for address in {each.address for each in webhooks}:
        parts = urlsplit(address)
        if parts.scheme == "http" and not section.plain and parts.hostname not in HERE:
            yield broken(
                "channels",
                f"{address} is on another machine, and not protected",
                "Have it say https, or set [webhook] plain = true.",
            )


def _files(patient: Patient) -> Findings:
    for name in sorted({contact.address for contact in contacts_of(patient, ChannelKind.FILE)}):
        path = Path(name).absolute()
        if name == "-" or os.access(path if path.exists() else path.parent, os.W_OK):
            yield fine("file", f"{name} can be written")
        else:
            yield broken("file", f"{name} cannot be written", "Make its folder, or mend the contact.")
