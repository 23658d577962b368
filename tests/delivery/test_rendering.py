import os
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.alerts.notices import Reason
from noroshi.delivery.message import SUMMARY, Message
from noroshi.delivery.rendering import WIDTH, columns, fold, html, preview, subject, table, text
from noroshi.delivery.view import DETAILED
from tests.delivery.stories import SEVERITIES, alert, contact, message, telling

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "NOROSHI_REWRITE_GOLDEN" in os.environ
"""NOROSHI_REWRITE_GOLDEN=1 pytest tests/delivery/test_rendering.py writes the files anew; then read the diff."""

LANGUAGES = ("en", "ja")


def expected(name: str, actual: str) -> str:
    path = GOLDEN / name
    if REWRITE:
        path.write_text(actual, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def told(kind: str, count: int, language: str) -> Message:
    tellings = [telling(alert(kind, number)) for number in (17, 5, 133)[:count]]
    return message(*tellings, to=contact(language=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", SEVERITIES)
def test_text(kind: str, count: int, language: str) -> None:
    """The plain text of each kind, of one alert and of three, is the one on file."""
    actual = preview(told(kind, count, language))

    assert expected(f"{kind}-{count}-{language}.txt", actual) == actual


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", SEVERITIES)
def test_html(kind: str, count: int, language: str) -> None:
    """The HTML of each kind, of one alert and of three, is the one on file."""
    actual = html(told(kind, count, language))

    assert expected(f"{kind}-{count}-{language}.html", actual) == actual


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_reasons(reason: Reason, language: str) -> None:
    """What is said for each reason is what is on file."""
    kind = SUMMARY if reason is Reason.STILL else ""
    came = message(telling(alert(), reason), to=contact(language=language), kind=kind)

    actual = "\n".join(preview(came).splitlines()[:20]) + "\n"

    assert expected(f"{reason.value}-{language}.txt", actual) == actual


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_fetched(language: str) -> None:
    """The HTML names nothing that a mail program could fetch."""
    assert (
        re.findall(r"https?:|src=|href=|url\(|<img|<script|<link", html(told("dos.victim", 3, language)))
        == []
    )


@given(name=st.text(st.sampled_from("<>&\"'{}%\n\r\u202e\u2028\x00ax ")), subject_text=st.text())
def test_hostile_names(name: str, subject_text: str) -> None:
    """Names and subjects add no line to the text, no element to the HTML, and nothing to the subject's line."""
    odd = msgspec.structs.replace(alert(), subject=subject_text)
    hostile = message(telling(odd), name=name)

    assert {"\n", "\r", "\u2028", "\u202e", "\x00"}.isdisjoint(subject(hostile))
    assert {"\r", "\u2028", "\u202e", "\x00"}.isdisjoint(text(hostile))
    assert len(re.findall(r"<[a-z/!]", html(hostile))) == len(re.findall(r"<[a-z/!]", html(message())))


def test_many() -> None:
    """Of very many alerts the first are told in detail, and all are in the table."""
    many = message(*(telling(alert(number=number)) for number in range(DETAILED + 5)))

    lines = text(many).splitlines()

    assert sum(line.startswith("====") for line in lines) == DETAILED
    assert sum(line.startswith("A-00000") for line in lines) == DETAILED + 5
    assert "Details of 5 more alerts are in the attached JSON." in lines


@given(st.text(st.sampled_from("ab 感染、。")), st.integers(0, 20))
def test_fold(paragraph: str, indent: int) -> None:
    """Folding keeps every character but spaces, and no line is longer than it may be, where it can be broken."""
    lines = fold(paragraph, indent).split("\n")

    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", paragraph)
    assert [line for line in lines[1:] if line.lstrip()[:1] in {"、", "。"}] == []
    assert [line for line in lines if indent + columns(line.strip()) > WIDTH and " " in line.strip()] == []


def test_table() -> None:
    """Columns stand straight also where a letter takes two columns."""
    assert table([("感染", "1"), ("a", "2")], 0) == "感染  1\na     2"
