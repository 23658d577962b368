"""Whether the other side of each channel answers, within a few seconds."""

import asyncio
import ssl
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import aiosmtplib

from noroshi.app.pushing import check, trusted
from noroshi.cli.doctor.ages import is_soon
from noroshi.cli.doctor.channels import contacts_of
from noroshi.cli.doctor.finding import Finding, Patient, broken, fine, warning
from noroshi.cli.phrases import counted
from noroshi.clock import SECOND, SystemClock, clock_text
from noroshi.config.delivering import delivery_settings
from noroshi.config.misp import MispSection
from noroshi.delivery.channels.mail_server import MailServer
from noroshi.delivery.channels.syslog import PORTS
from noroshi.delivery.channels.trust import trust
from noroshi.delivery.settings import EmailSettings
from noroshi.errors import NoroshiError
from noroshi.organisations.model import ChannelKind

WITHIN: Final = 5.0
"""Seconds for each server."""
MOST: Final = 100
"""Servers that are asked."""
AT_ONCE: Final = 16


def reach(patient: Patient) -> list[Finding]:
    """Ask every server that contacts are reached through, at the same time."""
    try:
        asked = list(_questions(patient))
    except NoroshiError:
        return []  # the settings' own check says what is wrong with them
    found = asyncio.run(_ask(asked[:MOST]))
    for question in asked[MOST:]:
        question.close()
    left = len(asked) - MOST
    return [*found, *([fine("channels", f"{counted(left, 'more server')} not asked")] if left > 0 else [])]


async def _ask(questions: list[Coroutine[None, None, Finding]]) -> list[Finding]:
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(question: Coroutine[None, None, Finding]) -> Finding:
        async with turns:
            return await question

    return list(await asyncio.gather(*map(in_turn, questions)))


def _questions(patient: Patient) -> Iterator[Coroutine[None, None, Finding]]:
    settings = delivery_settings(patient.config)
    if any(contacts_of(patient, ChannelKind.EMAIL)):
        yield _mail(settings.email)
    for host, port, is_tls in sorted(set(_webhooks(patient))):
        yield _connect("webhook", host, port, trust(settings.webhook.authorities) if is_tls else None)
    for transport, host, port in sorted(set(_syslogs(patient))):
        if transport == "udp":
            yield _resolve(host, port)
        else:
            yield _connect(
                "syslog", host, port, trust(settings.syslog.authorities) if transport == "tls" else None
            )
    yield from _misps(patient.config.misp)


def _webhooks(patient: Patient) -> Iterator[tuple[str, int, bool]]:
    for contact in contacts_of(patient, ChannelKind.WEBHOOK):
        parts = urlsplit(contact.address)
        is_tls = parts.scheme == "https"
        yield parts.hostname or "", parts.port or (443 if is_tls else 80), is_tls


def _syslogs(patient: Patient) -> Iterator[tuple[str, str, int]]:
    for contact in contacts_of(patient, ChannelKind.SYSLOG):
        parts = urlsplit(contact.address)
        transport = parts.scheme.partition("+")[2]
        yield transport, parts.hostname or "", parts.port or PORTS[transport]


def _misps(section: MispSection) -> Iterator[Coroutine[None, None, Finding]]:
    if not section.url:
        return
    try:
        check(section)
        believed = trusted(section)
    except NoroshiError:  # the check of [misp] says what is wrong with it
        return
    parts = urlsplit(section.url)
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    yield _connect("misp", parts.hostname or "", port, believed if is_tls else None)


async def _mail(settings: EmailSettings) -> Finding:
    """Connect, log in and part."""
    where = f"the mail server {settings.host}:{settings.port}"
    connection = MailServer(replace(settings, timeout=WITHIN)).connection()
    try:
        async with asyncio.timeout(2 * WITHIN), connection as server:
            await server.noop()
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as fault:
        return broken("email", f"{where} cannot be used: {_reason(fault)}", "Mend [email] in the settings.")
    return fine("email", f"{where} answers ({settings.security}{', logged in' if settings.user else ''})")


async def _connect(channel: str, host: str, port: int, context: ssl.SSLContext | None) -> Finding:
    try:
        async with asyncio.timeout(WITHIN):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
            expires = _expires(writer)
    except (OSError, TimeoutError) as fault:
        return broken(
            channel,
            f"{host}:{port} cannot be reached: {_reason(fault)}",
            "Ask whoever runs it, or mend the contact.",
        )
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    if expires is not None and is_soon(expires, SystemClock().now()):
        until = clock_text(expires)[:10]
        said = f"{host}:{port} answers, and its certificate expires on {until}"
        return warning(channel, said, "Tell whoever runs it.")
    return fine(channel, f"{host}:{port} answers{' (TLS)' if context else ''}")


def _expires(writer: asyncio.StreamWriter) -> int | None:
    """Say when the server's certificate expires (ns UTC); None where there is none."""
    certificate = writer.get_extra_info("peercert")
    return int(ssl.cert_time_to_seconds(certificate["notAfter"])) * SECOND if certificate else None


async def _resolve(host: str, port: int) -> Finding:
    """Look up a name: a datagram has no answer."""
    try:
        async with asyncio.timeout(WITHIN):
            await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, TimeoutError) as fault:
        return broken("syslog", f"{host} has no address: {_reason(fault)}", "Mend the contact.")
    return fine("syslog", f"{host}:{port} has an address; UDP does not answer")


def _reason(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return f"no answer within {WITHIN:g} s"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({fault.verify_message})"
    cause = fault.__cause__ if isinstance(fault.__cause__, OSError) else fault
    return (isinstance(cause, OSError) and cause.strerror) or str(fault) or type(fault).__name__
