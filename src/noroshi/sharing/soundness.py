"""Whether a finding, or an answer, says what can be: asked of whatever a stranger wrote, before anything is made of it."""

import re
from ipaddress import ip_address
from typing import Final

from noroshi.alerts.model import AlertState
from noroshi.clock import DAY
from noroshi.organisations.networks import network
from noroshi.sharing.answer import Answer
from noroshi.sharing.finding import Finding, Level

LATEST: Final = 253_370_764_800 * 1_000_000_000 - DAY
"""ns: moments are written with years of four digits."""

LARGEST: Final = (1 << 53) - 1
"""The largest whole number that a reader of JSON is sure to keep (RFC 8259, section 6)."""

LONGEST: Final = 2_000
"""Letters of a sentence."""

MOST_WORDS: Final = 100
"""Labels or ports of one finding; a detector lists a few of each."""

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
"""Kinds, labels and protocols are words, so that no format has to think of what else could be in them."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def fault(finding: Finding) -> str:
    """Say what is wrong with it, in one clause; empty if nothing is."""
    return _words(finding) or _numbers(finding) or _subject(finding)


def answer_fault(answer: Answer) -> str:
    """Say what is wrong with an answer, in one clause; empty if nothing is."""
    if not all(map(is_text, (answer.finding, answer.centre, answer.by))):
        return "a name or an id is missing, is too long, or has control characters"
    if not 0 <= answer.at <= LATEST or not 0 <= answer.version <= LARGEST:
        return "its moment or its version cannot be"
    is_resolved = answer.state is AlertState.RESOLVED
    return (
        ""
        if is_resolved == (answer.outcome is not None)
        else "what is resolved has an outcome, and nothing else"
    )


def is_text(text: str) -> bool:
    """Tell whether it can be a name or an id: not empty, not too long, and without control characters."""
    return bool(text) and not _is_unfit(text)


def is_word(text: str) -> bool:
    """Tell whether it can be a kind, a label or a protocol."""
    return _WORD.fullmatch(text) is not None


def _is_unfit(text: str) -> bool:
    return len(text) > LONGEST or _CONTROL.search(text) is not None


def _words(finding: Finding) -> str:
    told = (
        finding.kind,
        *finding.classification,
        *finding.labels,
        *(port.protocol for port in finding.ports),
    )
    if len(told) > MOST_WORDS:
        return "it has too many labels or ports"
    for word in told:
        if not _WORD.fullmatch(word):
            return f"{word[:40]!r} is not a word"
    for text in (finding.id, finding.centre, finding.why):
        if _is_unfit(text):
            return "a text is too long, or has control characters"
    return "" if finding.id and finding.centre else "it has no id, or no centre"


def _numbers(finding: Finding) -> str:
    if not 0 <= finding.first <= finding.last <= LATEST or not 0 <= finding.modified <= LATEST:
        return "its moments are out of order, or beyond all calendars"
    whole = (
        finding.count,
        finding.observations,
        finding.version,
        *(port.observations for port in finding.ports),
    )
    if not all(0 <= number <= LARGEST for number in whole):
        return "a number is negative, or too large"
    if not (0 <= finding.rate < float("inf") and 0 <= finding.confidence <= 1):
        return "its rate or its confidence cannot be"
    if not all(0 <= port.port <= 65535 for port in finding.ports):
        return "a port is out of range"
    return ""


def _subject(finding: Finding) -> str:
    if finding.asn is not None and not 0 <= finding.asn < 1 << 32:
        return "an AS number has 32 bits"
    if not re.fullmatch("([A-Z]{2})?", finding.country):
        return "a country is two capital letters"
    if finding.subject_kind == "":
        return "" if finding.subject == "" else "it has a subject of no kind"
    if finding.level in {Level.NETWORK, Level.COUNTS}:
        return "it names whom its level hides"
    return _written_otherwise(finding.subject_kind, finding.subject)


def _written_otherwise(kind: str, subject: str) -> str:
    try:
        written = {"address": lambda: str(ip_address(subject)), "prefix": lambda: str(network(subject))}[
            kind
        ]()
    except (ValueError, KeyError):
        return f"{subject[:60]!r} is not what its kind says"
    return "" if written == subject and "%" not in subject else f"{subject[:60]!r} would be written {written}"
