"""The console as an organisation's own people have it: their alerts and nobody else's, and two things that they may do."""

import re

import pytest
from playwright.sync_api import Page, expect

from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import MINUTE
from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.delivery.stories import detection

FOREIGN = "203.0.113.7"
"""A machine of another member."""


@pytest.fixture
def foreign(centre: Served) -> str:
    """Give the id of an alert of another member."""
    seen = detection("infection.external", FOREIGN, centre.centre.clock.now() - 5 * MINUTE)
    (turn,) = centre.centre.desk().conclude([seen])
    return turn.alert.id


@pytest.fixture
def page(centre: Served, foreign: str, sight: Sight) -> Page:
    """The queue, as somebody of Example University sees it once another member has an alert, too."""
    assert foreign not in centre.alerts
    return sight.of(centre, "uni", Role.MEMBER, "example").open("/")


def test_own_only(page: Page, centre: Served, foreign: str) -> None:
    """A member sees its own alerts; neither the queue nor the search box nor an address leads to another's."""
    expect(page.get_by_text(f"{len(centre.alerts)} alerts")).to_be_visible()
    expect(page.get_by_text(FOREIGN)).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type(FOREIGN)
    found = page.get_by_role("listbox", name="Found")
    expect(found).to_contain_text("address")
    expect(found).not_to_contain_text(foreign)
    expect(page.get_by_role("navigation").get_by_text("Organisations")).to_be_visible()
    for hidden in ("Traffic", "Sensors", "Silences", "People", "Audit"):
        expect(page.get_by_role("navigation").get_by_text(hidden, exact=True)).to_have_count(0)
    page.goto(f"/alerts/{foreign}")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text(FOREIGN)).to_have_count(0)


def test_answers(page: Page, centre: Served) -> None:
    """A member takes an alert of its own and answers that the machine is cleaned; nothing else is offered."""
    page.keyboard.press("j")
    toolbar = page.get_by_role("toolbar", name="What to do")
    expect(toolbar.get_by_role("button")).to_have_text([r"Acknowledge a", "Resolve r"], use_inner_text=True)
    assert [] == barriers(page)
    page.keyboard.press("a")
    expect(page.get_by_role("row").first).to_contain_text("you")
    page.keyboard.press("r")
    expect(page.get_by_role("radio")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").first).to_contain_text("cleaned")
    expect(page.get_by_role("row").first).not_to_have_attribute("aria-busy", "true")

    answered = [
        each for alert in centre.alerts if (each := centre.centre.alerts.get(alert)).assignee == "uni"
    ]
    assert [(AlertState.RESOLVED, Outcome.CLEANED)] == [(each.state, each.outcome) for each in answered]


def test_report(page: Page, foreign: str) -> None:
    """A member finds the report on itself, and none on anybody else; on paper it is A4, and has what is to be done next."""
    page.goto("/reports?kind=shift&organisation=library")
    expect(page.get_by_role("heading", name="Example University")).to_be_visible()
    expect(page.get_by_text("Nobody has taken these.")).to_be_visible()
    expect(page.get_by_role("button", name="Shift hand-over")).to_have_count(0)
    expect(page.get_by_text(foreign)).to_have_count(0)
    assert [] == barriers(page)

    sheet = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert sheet is not None
    assert [595, 842] == [round(float(each)) for each in sheet.groups()]
