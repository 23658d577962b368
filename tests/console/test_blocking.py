"""What the pages of alerts and indications say of blocking."""

from playwright.sync_api import expect

from noroshi.clock import DAY
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import Role
from noroshi.sharing.blocklists.model import BlockListState, Line, proposed
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.sharing.blocked import seen, told


def test_blocking(centre: Served, sight: Sight) -> None:
    """The page of a member's alert says that nothing of it may be listed and why; a list that waits is released by another's click."""
    by, book, now = By("mika", Via.SESSION), centre.centre.sharing.block_lists, centre.centre.clock.now()
    finding = seen()
    told(centre.centre, finding)
    line = Line(
        finding.subject, now + DAY, "malicious-code/infected-system", f"west/{finding.id}", partner="west"
    )
    made = proposed([centre.alerts[0]], "the worm", [line], [], "mika", now)
    book.add(made, by.did(now, What.PROPOSE_BLOCK_LIST, made.id))
    page = sight.of(centre, "lea", Role.LEAD).open(f"/alerts/{centre.alerts[0]}")
    panel = page.locator("details").filter(has=page.get_by_role("heading", name="Block-list"))
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("Nothing of it may be listed.")).to_be_visible()
    expect(panel.get_by_text("Proposed by mika; a different person has to release it")).to_be_visible()
    assert [] == barriers(page)

    panel.get_by_role("button", name="Release").click()
    expect(panel.get_by_text("Released by you")).to_be_visible()
    assert BlockListState.RELEASED is book.get(made.id).state
    panel.get_by_role("button", name="Withdraw").click()
    expect(panel.get_by_text("Released by you")).to_have_count(0)
    assert BlockListState.WITHDRAWN is book.get(made.id).state


def test_indication(centre: Served, sight: Sight) -> None:
    """An indication's page says why its own sources are not listed; what a partner saw send to its port is proposed by a click."""
    told(centre.centre, seen())
    page = sight.of(centre, "mika").open(f"/indications/{centre.indications[1]}")
    panel = page.locator("details").filter(has=page.get_by_role("heading", name="Block-list"))
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("its sources are many, and may be forged")).to_be_visible()
    expect(panel.get_by_text("45.0.0.7")).to_be_visible()
    assert [] == barriers(page)
    panel.get_by_label("Why").fill("it spreads")
    panel.get_by_role("button", name="Propose a block-list").click()
    expect(panel.get_by_text("Proposed by you; a different person has to release it")).to_be_visible()
    page.goto(f"/indications/{centre.indications[0]}")
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("Nothing of it may be listed.")).to_be_visible()

    [made] = centre.centre.sharing.block_lists.all()
    assert ((centre.indications[1],), ["45.0.0.7"]) == (
        tuple(made.about),
        [each.subject for each in made.lines],
    )
