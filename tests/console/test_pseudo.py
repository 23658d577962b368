"""A language that nobody speaks shows what was forgotten: each sentence in brackets, half as long again."""

import json

import pytest
from playwright.sync_api import Route

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight
from tools.catalogues import all_sentences, key

SPOKEN = "h1, h2, h3, th, dt, legend, label, summary, .tabs button, .button span, nav a span, .hint"
"""What the console itself says; other places hold addresses, names and what the server wrote."""

PAGES = ("/", "/silences", "/notices", "/me")


@pytest.mark.parametrize("path", PAGES)
def test_pseudo(path: str, shared: Served, sight: Sight) -> None:
    """Every heading, label and button of a page speaks the language, and none is cut off by longer words."""
    window = sight.of(shared, "lead", Role.LEAD).prefer(language="ja")
    window.context.route("**/static/i18n/ja.json", _answer)
    page = window.open(path)
    spoken = [text.strip() for text in page.locator(SPOKEN).all_inner_texts() if text.strip()]
    foreign = {"Lead", "LE"}  # a person's name

    assert [] == [text for text in spoken if "⟦" not in text and text not in foreign]
    assert page.viewport_size is not None
    assert page.viewport_size["width"] == page.evaluate("document.documentElement.scrollWidth")


def _answer(route: Route) -> None:
    forms = {
        key(sentence.context, sentence.one): [
            f"⟦{sentence.many or sentence.one} {'~' * (len(sentence.one) // 2)}⟧"
        ]
        for sentence in all_sentences()
    }
    route.fulfill(body=json.dumps(forms), content_type="application/json")
