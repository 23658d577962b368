"""The queue while others work, machines misbehave and the line breaks."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from noroshi.people.rights import Role
from tests.console.desk import Served
from tests.console.sight import Sight


def test_conflict(centre: Served, sight: Sight) -> None:
    """Whoever is late is told who was faster and when, and may insist."""
    mine = sight.of(centre, "mika").alone().open("/")
    theirs = sight.of(centre, "sato").open(f"/alerts/{centre.alerts[0]}")
    mine.route("**/api/v1/events*", lambda route: route.abort())  # the news must not reach us first
    mine.reload()
    row = mine.locator(f"#row-{centre.alerts[0]}")
    row.locator(".cell-age").click()
    theirs.keyboard.press("a")
    expect(theirs.get_by_role("button", name="Reopen")).to_be_visible()

    mine.keyboard.press("a")
    said = re.compile(rf"sato was faster: {centre.alerts[0]} acknowledged, \d+ sec ago")
    expect(mine.get_by_text(said)).to_be_visible()
    expect(row).to_contain_text("sato")
    assert "sato" == centre.centre.alerts.get(centre.alerts[0]).assignee


def test_at_once(centre: Served, officer: Page) -> None:
    """A deed shows in its row before the server has answered; where the server cannot be reached, it is taken back, and said."""
    held: list[Route] = []
    officer.route("**/acknowledge", lambda route: held.append(route))  # noqa: PLW0108  # Playwright takes no built-in
    row, before = (
        officer.locator(f"#row-{centre.alerts[0]}"),
        officer.locator(".row-id").all_inner_texts()[:8],
    )
    row.locator(".cell-age").click()
    officer.keyboard.press("a")
    expect(row).to_contain_text("you")
    expect(row).to_have_attribute("aria-busy", "true")
    assert "" == centre.centre.alerts.get(centre.alerts[0]).assignee

    held[0].abort()
    expect(officer.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(row).not_to_contain_text("you")
    assert before == officer.locator(".row-id").all_inner_texts()[:8]


def test_in_quick_succession(centre: Served, officer: Page) -> None:
    """Who does one thing right after another, before the server has answered, meets no conflict with oneself."""
    held: list[Route] = []
    officer.route("**/acknowledge", lambda route: held.append(route))  # noqa: PLW0108  # Playwright takes no built-in
    row = officer.locator(f"#row-{centre.alerts[0]}")
    row.locator(".cell-age").click()
    officer.keyboard.press("a")
    expect(row).to_contain_text("acknowledged")
    officer.keyboard.press("o")
    held[0].continue_()

    expect(officer.get_by_text(f"{centre.alerts[0]}: reopened")).to_be_visible()
    expect(row).to_contain_text("open")
    expect(officer.get_by_text("was faster")).to_have_count(0)


def test_one_stream(centre: Served, sight: Sight, browser: Browser) -> None:
    """Two tabs of one person share a stream, and both are told; where one is closed, the other goes on."""
    window = sight.of(centre, "mika")
    asked: list[str] = []
    window.context.on("request", lambda request: asked.append(request.url))
    one, other = window.open("/"), window.open("/")
    for tab in (one, other):
        expect(tab.locator(".freshness")).to_contain_text("Live")
    targets = browser.new_browser_cdp_session().send("Target.getTargets")["targetInfos"]
    centre.alerted(2, "infection.internal", 70)

    assert [] == [url for url in asked if "/api/v1/events" in url]
    assert ["events of mika"] == [each["title"] for each in targets if each["type"] == "shared_worker"]
    for tab in (one, other):
        expect(tab.get_by_role("button", name="2 new")).to_be_visible(timeout=15_000)
    one.close()
    centre.alerted(1, "infection.internal", 80)
    expect(other.get_by_role("button", name="3 new")).to_be_visible(timeout=15_000)


def test_own_stream(centre: Served, sight: Sight) -> None:
    """In a browser without shared workers each tab has a stream of its own."""
    window = sight.of(centre, "mika").alone()
    asked: list[str] = []
    window.context.on("request", lambda request: asked.append(request.url))
    for tab in (window.open("/"), window.open("/")):
        expect(tab.locator(".freshness")).to_contain_text("Live")

    assert 2 == sum("/api/v1/events" in url for url in asked)


def test_saved_filter(centre: Served, sight: Sight) -> None:
    """A filter is saved under a name by keys alone, is there in another browser and in the search box, and can be forgotten."""
    page = sight.of(centre, "mika").open("/alerts?severity=high&kind=dos.victim")
    page.keyboard.press("f")
    page.keyboard.type("Attacks")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: Attacks")).to_be_visible()
    page = sight.of(centre, "mika").open("/")
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("option", name="Attacks")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{centre.url}/alerts?severity=high&kind=dos.victim")
    expect(page.get_by_text("6 alerts")).to_be_visible()

    page.keyboard.press("f")
    page.get_by_role("button", name="Forget Attacks").click()
    expect(page.get_by_role("link", name="Attacks")).to_have_count(0)


def test_recent_searches(centre: Served, sight: Sight) -> None:
    """The empty search box offers what one looked for of late; who signs out leaves nothing of it behind."""
    page = sight.of(centre, "mika").open("/")
    page.keyboard.press("/")
    page.keyboard.type(centre.alerts[0])
    found = page.get_by_role("listbox", name="Found").get_by_role("option")
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{centre.url}/alerts/{centre.alerts[0]}")
    page.keyboard.press("/")
    expect(found).to_contain_text(centre.alerts[0])
    kept = "Object.keys(localStorage).filter(each => each.includes('searches'))"
    assert ["noroshi.searches.mika"] == page.evaluate(kept)

    page.locator(".top-bar summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert [] == page.evaluate(kept)


def test_times(centre: Served, officer: Page) -> None:
    """The queue is narrowed to when alerts were last seen, in two fields, and the address says so."""
    officer.get_by_role("button", name="any time").click()
    officer.get_by_label("From (UTC)").fill("2020-01-01T06:00")
    officer.get_by_label("To (UTC)").fill("2020-01-01T07:30")
    officer.get_by_role("button", name="Show").click()

    expect(officer).to_have_url(
        f"{centre.url}/alerts?from=2020-01-01T06%3A00%3A00Z&to=2020-01-01T07%3A30%3A00Z"
    )
    expect(officer.get_by_text("Nothing to do.")).to_be_visible()
    officer.get_by_role("button", name="06:00").click()
    officer.get_by_role("button", name="Any time").click()
    expect(officer.get_by_text("24 alerts")).to_be_visible()


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
    with officer.expect_response("**/snooze"):  # the row shows it before it is so
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
    page = sight.of(centre, "mika").alone().open("/")
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
    window = sight.of(centre, "mika").alone()
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
