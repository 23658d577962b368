"""Where events were lost, the console asks for what it shows anew."""

import pytest
from playwright.sync_api import Route, expect

from tests.console.desk import Served
from tests.console.sight import Sight


@pytest.mark.parametrize("path", ["/", "/silences"])
def test_missed(path: str, centre: Served, sight: Sight) -> None:
    """A stream that does not resume has the page load what it shows, which nobody told it of."""
    page = sight.of(centre, "mika").alone().open(path)
    expect(page.locator(".freshness")).to_contain_text("Live")
    hello = 'event: hello\nid: 9.9\ndata: {"tick":5,"resumed":false}\n\n'
    shown = "/api/v1/alerts" if path == "/" else "/api/v1/silences"

    def begin(route: Route) -> None:
        route.fulfill(status=200, headers={"Content-Type": "text/event-stream"}, body=hello)

    page.route("**/api/v1/events*", begin)
    page.reload()
    with page.expect_request(lambda asked: shown in asked.url):
        expect(page.locator("h1")).to_be_visible()
    with page.expect_request(lambda asked: shown in asked.url):
        centre.alerted(1, host=90)
    if path == "/":
        expect(page.get_by_text("25 alerts")).to_be_visible()
