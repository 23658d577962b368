"""The queue while others work, machines misbehave and the line breaks."""

from playwright.sync_api import Page, Route, expect

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight


def test_conflict(centre: Served, sight: Sight) -> None:
    """Whoever is late is told who was faster and when, and may insist."""
    mine = sight.of(centre, "mika").open("/")
    theirs = sight.of(centre, "sato").open(f"/alerts/{centre.alerts[0]}")
    mine.route("**/api/v1/events*", lambda route: route.abort())  # the news must not reach us first
    mine.reload()
    row = mine.locator(f"#row-{centre.alerts[0]}")
    row.locator(".cell-age").click()
    theirs.keyboard.press("a")
    expect(theirs.get_by_role("button", name="Reopen")).to_be_visible()

    mine.keyboard.press("a")
    expect(mine.get_by_text(f"sato was faster: {centre.alerts[0]} acknowledged, just now")).to_be_visible()
    expect(row).to_contain_text("sato")
    assert "sato" == centre.centre.alerts.get(centre.alerts[0]).assignee


def test_insertion(centre: Served, officer: Page) -> None:
    """A new alert waits behind a pill; the row under the cursor stays where it is until somebody asks."""
    officer.keyboard.press("j")
    officer.keyboard.press("j")
    before = officer.get_by_role("row").all_inner_texts()[:3]
    centre.alerted(3, "infection.internal", 60)
    pill = officer.get_by_role("button", name="3 new")
    expect(pill).to_be_visible(timeout=15_000)

    assert before == officer.get_by_role("row").all_inner_texts()[:3]
    pill.click()
    expect(officer.get_by_text("27 alerts")).to_be_visible()
    expect(pill).to_have_count(0)


def test_elsewhere(centre: Served, sight: Sight) -> None:
    """What one officer does, another sees in its row without asking."""
    mine, theirs = sight.of(centre, "mika").open("/"), sight.of(centre, "sato").open("/")
    row = theirs.locator(f"#row-{centre.alerts[0]}")
    expect(row).to_contain_text("open")
    mine.locator(f"#row-{centre.alerts[0]} .cell-age").click()
    mine.keyboard.press("a")

    expect(row).to_contain_text("mika", timeout=15_000)


def test_bulk(centre: Served, officer: Page) -> None:
    """A deed is done to all that the filter finds, not to what is on the screen, and taken back with one key."""
    officer.get_by_label("Kind").select_option("infection.external")
    expect(officer.get_by_text("6 alerts")).to_be_visible()
    officer.keyboard.press("Escape")
    officer.get_by_role("checkbox").first.check()
    officer.get_by_role("button", name="Select all 6").click()
    officer.get_by_role("toolbar").get_by_role("button", name="Acknowledge").click()
    expect(officer.get_by_text("6 alerts: acknowledged")).to_be_visible()
    assert 6 == owned(centre, "mika")

    officer.get_by_role("button", name="Undo").first.click()
    expect(officer.get_by_text("6 alerts: taken back")).to_be_visible()
    assert 0 == owned(centre, "mika")


def test_held_back(centre: Served, officer: Page) -> None:
    """A silenced alert says so in its row, and a snoozed one is found where one asks for it."""
    alert = centre.alerts[0]
    officer.locator(f"#row-{alert} .cell-age").click()
    officer.keyboard.press("h")
    officer.get_by_label("Why").fill("A test.")
    officer.get_by_role("button", name="Put the silence").click()
    expect(officer.locator(f"#row-{alert}")).to_contain_text("silenced", timeout=15_000)

    officer.locator(f"#row-{alert} .cell-age").click()
    officer.keyboard.press("s")
    officer.get_by_role("dialog").get_by_role("button", name="Snooze").click()
    expect(officer.locator(f"#row-{alert}")).to_contain_text("snoozed")
    officer.get_by_label("Held back").select_option("snoozed")
    expect(officer.get_by_text("1 alert", exact=True)).to_be_visible()


def test_link(centre: Served, sight: Sight) -> None:
    """A filter is an address that shows the same to whoever opens it."""
    page = sight.of(centre, "mika").open("/alerts?kind=dos.victim&severity=high")

    expect(page.get_by_text("6 alerts")).to_be_visible()
    assert "dos.victim" == page.get_by_label("Kind").input_value()
    assert "high" == page.get_by_label("Severity").input_value()


def test_stale(centre: Served, sight: Sight) -> None:
    """When the stream of events breaks off, the page says that it is no longer live; when it is back, that it is."""
    window = sight.of(centre, "mika")
    page = window.open("/")
    expect(page.get_by_text("Live")).to_be_visible()

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/api/v1/events*", refuse)
    page.reload()
    expect(page.get_by_text("This page is not live.")).to_be_visible()
    expect(page.locator(".freshness")).to_have_text("Stale")
    page.unroute("**/api/v1/events*", refuse)
    page.get_by_role("button", name="Connect again").click()
    expect(page.get_by_text("This page is not live.")).to_have_count(0)


def test_silent_stream(centre: Served, sight: Sight) -> None:
    """A stream that is open but says nothing for three ticks is as stale as one that broke off."""
    window = sight.of(centre, "mika")
    window.context.add_init_script(
        "window.EventSource = class { constructor() { setTimeout(() => this.onopen()); }"
        " addEventListener() {} close() {} }"
    )
    page = window.context.new_page()
    page.clock.install()
    page.goto("/")
    expect(page.get_by_role("row").first).to_be_visible()
    expect(page.locator(".freshness")).to_contain_text("Live")
    page.clock.run_for(21_000)

    expect(page.get_by_text("Nothing has come from the server for")).to_be_visible()


def test_letters_off(centre: Served, sight: Sight) -> None:
    """Whoever dictates can turn single letters off; Ctrl K searches all the same."""
    page = sight.of(centre, "mika", Role.OFFICER).prefer(shortcuts=False).open("/")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")

    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def owned(centre: Served, person: str) -> int:
    """How many alerts somebody has."""
    return sum(1 for alert in centre.alerts if centre.centre.alerts.get(alert).assignee == person)
