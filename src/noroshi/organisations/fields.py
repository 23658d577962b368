"""How each field of the register is read from text, and written back.

Each reader takes what a person or a file wrote and gives the one form that we keep, or
raises `ValueError` with a reason that tells a person what to write instead. What a reader
gives, it reads again unchanged.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import TypeVar, cast, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from noroshi.clock import DAY, MICROSECOND, SECOND, moment
from noroshi.organisations.model import ChannelKind, Hours, Language, Marking
from noroshi.organisations.networks import network

LONGEST = 1000
"""Characters in any field; names and notes are far shorter."""

LONGEST_NAME = 200
"""Characters in a name or a tag: it must fit a mail's subject and a column on a screen."""

LONGEST_WORD = 60
"""Characters for which a likeness is sought, and of a text that a message shows."""

MOMENTS = range(1 << 63)
"""ns UTC: 1970 to 2262, what the clock can tell."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_IDENTIFIER = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5322, 3.2.3
_LOCAL_PART = re.compile(rf"(?=.{{1,64}}$){_ATOM}(\.{_ATOM})*")
_HOURS = re.compile(r"(([01]\d|2[0-3]):[0-5]\d)\s*[-\u2013]\s*(([01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,199}", re.ASCII)
_JOINERS = "\u200c\u200d"  # Persian and the languages of India cannot be written without

_FLAGS = {"yes": True, "true": True, "no": False, "false": False}

Choice = TypeVar("Choice", bound=StrEnum)


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, as the end of a sentence; nothing if none is near.

    Examples
    --------
    >>> did_you_mean("adress", ["address", "channel"])
    '; did you mean address?'
    """
    near = get_close_matches(written, list(known), 1) if len(written) <= LONGEST_WORD else []
    return f"; did you mean {near[0]}?" if near else ""


def shown(text: str) -> str:
    """Show a piece of text in a message, quoted, cut and without control characters."""
    return repr(text if len(text) <= LONGEST_WORD else f"{text[: LONGEST_WORD - 1]}…")


def plain(text: str) -> str:
    """Refuse text that a screen, a mail header or a log line could take for something else."""
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    for character in text:
        kind = unicodedata.category(character)
        if kind in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _JOINERS:
            raise ValueError(f"has a character that cannot be printed, U+{ord(character):04X}")
    return text


def note(text: str) -> str:
    """Read a note, which may have several lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    return "\n".join(map(plain, lines))


def identifier(text: str) -> str:
    """Read an organisation's id."""
    if _IDENTIFIER.fullmatch(text):
        return text
    near = re.sub(r"[^a-z0-9]+", "-", text.lower())[:64].strip("-")
    suggestion = f", such as {near}" if near else ""
    raise ValueError(f"{shown(text)} is not an id: up to 64 of a-z, 0-9 and hyphens{suggestion}")


def name(text: str) -> str:
    """Read a name."""
    if len(text) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters")
    return text


def tags(text: str) -> tuple[str, ...]:
    """Read tags, divided by commas or spaces; a repeated one counts once."""
    return tuple(dict.fromkeys(name(tag) for tag in re.split(r"[,\s]+", text) if tag))


def choice_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """Make the reader of an enumeration."""

    def read(text: str) -> Choice:
        try:
            return kind(text.lower())
        except ValueError:
            near = did_you_mean(text.lower(), kind)
            raise ValueError(f"{shown(text)} is none of {', '.join(kind)}{near}") from None

    return read


def flag(text: str) -> bool:
    """Read whether something is so: yes or no, true or false."""
    if text.lower() not in _FLAGS:
        raise ValueError(f"{shown(text)} is neither yes nor no")
    return _FLAGS[text.lower()]


def flag_text(*, flag: bool) -> str:
    """Write whether something is so."""
    return "yes" if flag else "no"


def marking(text: str) -> Marking:
    """Read a TLP 2.0 label, also in FIRST's own form.

    Examples
    --------
    >>> marking("TLP:AMBER+STRICT").value
    'amber+strict'
    """
    label = text.lower().removeprefix("tlp:").strip()
    if label == "white":
        raise ValueError("TLP 2.0 has no white; what it was is now clear")
    return choice_of(Marking)(label)


def language(text: str) -> Language:
    """Read a language that we have templates for."""
    known = get_args(Language)
    if text.lower() not in known:
        raise ValueError(f"{shown(text)} is none of {', '.join(known)}")
    return cast("Language", text.lower())


@cache
def _time_zones() -> Mapping[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}


def time_zone(text: str) -> str:
    """Read the name of a time zone, in any case."""
    zone = _time_zones().get(text.lower())
    if zone is None:
        near = did_you_mean(text, _time_zones().values())
        raise ValueError(f"{shown(text)} is not a time zone such as Asia/Tokyo{near}")
    return zone


def hours(text: str) -> tuple[str, str]:
    """Read from when until when, such as 09:00-17:30; 22:00-06:00 goes past midnight."""
    read = _HOURS.fullmatch(text)
    if read is None:
        raise ValueError(f"{shown(text)} is not a span of the day such as 09:00-17:30")
    if read[1] == read[3]:
        raise ValueError(f"{shown(text)} is no time at all; the whole day is 00:00-24:00")
    return read[1], read[3]


def days(text: str) -> tuple[int, ...]:
    """Read weekdays: names or numbers (1 is Monday), single ones and spans.

    Examples
    --------
    >>> days("mon-wed, 6")
    (1, 2, 3, 6)
    """
    found: set[int] = set()
    for piece in re.split(r"[,\s]+", re.sub(r"\s*[-\u2013]\s*", "-", text.lower())):
        first, dash, last = piece.partition("-")
        since, until = _day(first), _day(last if dash else first)
        span = range(since, until + 1) if since <= until else (*range(since, 8), *range(1, until + 1))
        found.update(span)
    return tuple(sorted(found))


def _day(text: str) -> int:
    for number, weekday in enumerate(WEEKDAYS, 1):
        if text == str(number) or (len(text) >= 3 and weekday.startswith(text)):
            return number
    raise ValueError(f"{shown(text)} is not a weekday: mon to sun, or 1 to 7")


def prefix(text: str) -> str:
    """Read a network prefix into its canonical form."""
    return str(network(text))


def asn(text: str) -> str:
    """Read an AS number, with or without "AS", into decimal digits."""
    digits = text.upper().removeprefix("AS").strip()
    if not re.fullmatch(r"\d{1,10}", digits, re.ASCII) or not 0 < int(digits) < 1 << 32:
        raise ValueError(f"{shown(text)} is not an AS number such as AS64500")
    return str(int(digits))


def when(text: str) -> int:
    """Read a date or a time; one without a zone is UTC.

    Returns
    -------
    int
        ns UTC.
    """
    try:
        read = moment(text)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{shown(text)} is neither a date such as 2026-04-01 nor a time such as 2026-04-01T09:00+09:00"
        ) from None
    if read not in MOMENTS:
        raise ValueError(f"{shown(text)} is not between 1970 and 2262")
    return read


def mailbox(text: str) -> str:
    """Read an e-mail address."""
    local, at, host = text.rpartition("@")
    if not at:
        raise ValueError(f"{shown(text)} is not an e-mail address: it has no @")
    if not _LOCAL_PART.fullmatch(local):
        raise ValueError(f"{shown(text)} is not an e-mail address: {shown(local)} cannot stand before the @")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{shown(text)} is not an e-mail address: {shown(host)} is not a host name")
    return text


def webhook(text: str) -> str:
    """Read the address of a webhook."""
    return _url(text, ("https", "http"), "https://example.org/alerts")


def syslog(text: str) -> str:
    """Read the address of a syslog server."""
    read = _url(text, ("syslog+tls", "syslog+tcp", "syslog+udp"), "syslog+tls://log.example.org:6514")
    if urlsplit(read).path not in {"", "/"}:
        raise ValueError(f"{shown(text)} goes on after the port, which syslog has no use for")
    return read


def _url(text: str, schemes: tuple[str, ...], example: str) -> str:
    """Read a URL; no password in it, for addresses are shown and logged."""
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port  # the port is read to be checked
    except ValueError as error:
        raise ValueError(f"{shown(text)} is not a URL such as {example}: {error}") from None
    if url.scheme not in schemes:
        raise ValueError(
            f"{shown(text)} is not a URL such as {example}: it begins with none of {', '.join(schemes)}"
        )
    if not host or " " in text:
        raise ValueError(f"{shown(text)} is not a URL such as {example}")
    if "@" in url.netloc:
        raise ValueError("has a user or password in it; addresses are shown and logged")
    return text


def certificate(text: str) -> str:
    """Read the name of a certificate's file, which lies in the folder of the settings and nowhere else."""
    if not _FILE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a file's name without folders, such as csirt.asc")
    return text


def path(text: str) -> str:
    """Read the path of a file, or - for standard output."""
    return text


ADDRESSES: Mapping[ChannelKind, Callable[[str], str]] = {
    ChannelKind.EMAIL: mailbox,
    ChannelKind.WEBHOOK: webhook,
    ChannelKind.SYSLOG: syslog,
    ChannelKind.FILE: path,
}
"""How an address is read, by channel."""


def when_text(moment: int) -> str:
    """Write a moment as `when` reads it: a date if it is midnight UTC, to the microsecond otherwise.

    Examples
    --------
    >>> when_text(1_700_000_000_000_000_000), when_text(0)
    ('2023-11-14T22:13:20Z', '1970-01-01')
    """
    seconds, rest = divmod(moment, SECOND)
    read = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // MICROSECOND, tzinfo=None)
    return f"{read:%Y-%m-%d}" if moment % DAY == 0 else f"{read.isoformat()}Z"


def hours_text(open_hours: Hours) -> str:
    """Write the hours of the day as `hours` reads them."""
    return f"{open_hours.start}-{open_hours.until}"


def days_text(open_hours: Hours) -> str:
    """Write the weekdays as `days` reads them."""
    return " ".join(WEEKDAYS[day - 1][:3] for day in open_hours.days)
