"""First signs of something new, in the browser."""

import re

from playwright.sync_api import Page, expect

from noroshi.detections.model import Phase
from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight


def rows(page: Page) -> list[str]:
    """Give the subjects of the rows, in their order."""
    return page.locator(".row-subject").all_inner_texts()


def test_list(shared: Served, sight: Sight) -> None:
    """Indications are walked through and opened by keyboard, and the address is a lasting link to what is shown."""
    page = sight.of(shared, "mika").open("/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="Indications")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(3)
    assert ["tcp/5555", "tcp/23", "tcp/7547"] == rows(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/indications/{shared.indications[1]}$"))
    expect(page.get_by_role("heading", name="tcp/23")).to_be_visible()
    page.keyboard.press("q")
    page.get_by_role("button", name="Over").click()
    expect(page.get_by_text("No indication.")).to_be_visible()
    page.goto("/indications?subject=tcp%2F7547&ended=false")
    expect(page.get_by_role("row")).to_have_count(1)
    assert ["tcp/7547"] == rows(page)


def test_page(centre: Served, sight: Sight) -> None:
    """Its page says what rises against what is usual, draws it, names the members whose machines take part, and what speaks against it."""
    page = sight.of(centre, "mika").open(f"/indications/{centre.indications[1]}")

    expect(page.get_by_role("heading", name="tcp/23")).to_be_visible()
    expect(page.get_by_role("row", name="usual sources about")).to_contain_text("about 2.5")
    expect(page.get_by_role("img", name="Sources and packets over time")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("row").last).to_contain_text("3")
    expect(page.get_by_text("mirai: tcp/23")).to_be_visible()
    expect(page.get_by_text("may be spoofed", exact=True).last).to_be_visible()
    member = page.locator(".member")
    expect(member.get_by_role("link", name="Example University")).to_have_attribute(
        "href", "/organisations/example"
    )
    expect(member.locator("a[href^='/alerts/']")).to_have_count(5)


def test_search(shared: Served, sight: Sight) -> None:
    """The search box leads from an indication's id, or from a port, to its page."""
    page = sight.of(shared, "mika").open("/")
    found = page.get_by_role("listbox", name="Found")
    for text in (shared.indications[0].lower(), "tcp/7547"):
        page.keyboard.press("/")
        page.keyboard.type(text)
        expect(found.get_by_role("option").filter(has_text=shared.indications[0])).to_be_visible()
        page.keyboard.press("Escape")


def test_member(centre: Served, sight: Sight) -> None:
    """A member sees indications, which name nobody, and beside them its own alerts alone."""
    page = sight.of(centre, "ken", Role.MEMBER, "library").open(f"/indications/{centre.indications[1]}")

    expect(page.get_by_text("No member's machine is known to ask for it.")).to_be_visible()
    expect(page.get_by_text("Example University")).to_have_count(0)


def test_live(centre: Served, sight: Sight) -> None:
    """What changes is shown in its place, what is new waits until it is asked for, and an open page follows its indication."""
    window = sight.of(centre, "mika")
    page, shown = window.open("/indications"), window.open(f"/indications/{centre.indications[0]}")
    for each in (page, shown):
        expect(each.locator(".freshness")).to_contain_text("Live")
    before = rows(page)
    (changed,) = centre.risen("tcp/7547", phase=Phase.ENDED, bins=9)
    centre.risen("udp/123")

    expect(page.get_by_role("button", name="1 new")).to_be_visible(timeout=15_000)
    expect(page.locator(f"#row-{changed}")).to_contain_text("ended")
    assert before == rows(page)
    expect(shown.locator(".alert-line")).to_contain_text("ended")
    page.get_by_role("button", name="1 new").click()
    expect(page.get_by_role("row")).to_have_count(4)
