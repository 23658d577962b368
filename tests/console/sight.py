"""What somebody sees of the console in a browser, and what it complains of."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from noroshi.people.rights import Role
from tests.console.desk import Served

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

EXPECTED = (
    "401 (Unauthorized)",
    "403 (Forbidden)",
    "412 (Precondition Failed)",
    "422 (Unprocessable",
    "ERR_CONNECTION",
    "net::ERR_FAILED",
)
"""What a browser writes by itself when the server says no, which the page then shows: nobody has signed in yet, they have to
prove anew who they are, somebody else was faster, a file has faults, the server is gone; and of an address of the API, there is no such thing for this person."""

VIOLATIONS = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
}"""


class Sight:
    """Opens browsers, and notes what they complain of.

    Parameters
    ----------
    contexts
        Takes what must be closed.
    """

    def __init__(self, browser: Browser, contexts: list[BrowserContext]) -> None:
        self._browser = browser
        self._contexts = contexts
        self.complaints: list[str] = []

    def of(
        self, centre: Served, name: str = "", role: Role = Role.OFFICER, organisation: str = "", **how: Any
    ) -> "Window":
        """Give a browser in which somebody has signed in, or nobody.

        Parameters
        ----------
        how
            What Playwright's `new_context` takes, such as color_scheme.
        """
        context = self._browser.new_context(reduced_motion="reduce", base_url=centre.url, **how)
        self._contexts.append(context)
        if name:
            secret = centre.cookie(centre.person(name, role, organisation))
            context.add_cookies([{"name": "noroshi_session", "value": secret, "url": centre.url}])
        context.add_init_script(f"({VIOLATIONS})()")
        return Window(context, centre.url, self.complaints)


class Window:
    """A browser of one person."""

    def __init__(self, context: BrowserContext, url: str, complaints: list[str]) -> None:
        self.context = context
        self._url = url
        self._complaints = complaints

    def open(self, path: str) -> Page:
        """Open a page of the console, and wait until it is there."""
        page = self.context.new_page()
        watched(page, self._url, self._complaints)
        page.goto(path)
        page.wait_for_selector("html[data-ready]", state="attached")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".loading")).to_have_count(0)
        return page

    def alone(self) -> "Window":
        """Take the browser's shared workers away, so that each page has a stream of its own, which a test can break."""
        self.context.add_init_script("delete window.SharedWorker")
        return self

    def prefer(self, **preferences: object) -> "Window":
        """Keep what a person likes, as an earlier visit would have."""
        kept = json.dumps(json.dumps(preferences))
        self.context.add_init_script(f"localStorage.setItem('noroshi.preferences', {kept})")
        return self


class Windows:
    """Browsers of one module's tests, one for each role and look.

    Parameters
    ----------
    sight
        Opens them.
    centre
        What they show.
    """

    def __init__(self, sight: Sight, centre: Served) -> None:
        self._sight = sight
        self._centre = centre
        self._open: dict[tuple[str, str, str], Window] = {}

    def of(self, role: str, theme: str, language: str) -> Window:
        """Give the browser of somebody with a role, or of nobody, that has a look."""
        look = (role, theme, language)
        if look not in self._open:
            window = self._sight.of(
                self._centre, role and f"the-{role}", Role(role or "viewer"), color_scheme=theme
            )
            self._open[look] = window.prefer(language=language)
        return self._open[look]

    def complaints(self) -> list[str]:
        """Give what the pages have complained of since this was asked last."""
        said = list(self._sight.complaints)
        self._sight.complaints.clear()
        return said


def watched(page: Page, url: str, complaints: list[str]) -> None:
    """Note whatever a page complains of, and every request to another host."""

    def say(message: ConsoleMessage) -> None:
        is_missing = "404 (Not Found)" in message.text and "/api/v1/" in message.location.get("url", "")
        is_expected = is_missing or any(each in message.text for each in EXPECTED)
        if message.type in {"error", "warning"} and not is_expected:
            complaints.append(f"{message.type}: {message.text}")

    def ask(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "data:", "blob:")):
            complaints.append(f"asks {request.url}")

    page.on("console", say)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("request", ask)


def violations(page: Page) -> list[str]:
    """What the page's policy has refused."""
    found: list[str] = page.evaluate("window.violations")
    return found


def barriers(page: Page, place: str = "html", rules: Sequence[str] = ()) -> list[str]:
    """What axe finds that keeps people out, by WCAG 2.2 AA: rule and place.

    Parameters
    ----------
    place
        A selector: where to look.
    rules
        Only these; empty for all.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    asked = [place, {"runOnly": only, "resultTypes": ["violations"]}]
    found: dict[str, Any] = page.evaluate("([place, options]) => axe.run(place, options)", asked)
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
