"""Take a picture of every page of the console, over the demonstration: docs/screenshots.

python tools/screenshots.py [--pages queue picture ...]

Needs Chromium. The pages are those of a person who signs in with a passkey, as the demonstration's link lets them.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

PLACE: Final = Path(__file__).parents[1] / "docs" / "screenshots"

FLAGS: Final = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--hide-scrollbars")

SETTLED: Final = 2_500
"""ms until a page has loaded what it shows, and moved what it moves."""


class Shot(NamedTuple):
    """A page, and how it is taken."""

    name: str
    path: str
    theme: str = "light"
    size: tuple[int, int] = (1366, 768)
    wait: int = SETTLED
    """ms."""


ENOUGH: Final = 4
"""Alerts that there are before the first picture."""

SHOTS: Final = (
    Shot("picture", "/picture", "dark", wait=12_000),
    Shot("picture-cube", "/picture?view=cube", "dark", wait=8_000),
    Shot("picture-tiles", "/picture?view=tiles", "dark", wait=8_000),
    Shot("picture-wall", "/picture?wall=1", "dark", (1920, 1080), wait=8_000),
    Shot("queue", "/", "dark"),
    Shot("queue-light", "/"),
    Shot("queue-narrow", "/", "dark", (390, 844)),
    Shot("alert", "/alerts/ALERT"),
    Shot("alert-dark", "/alerts/ALERT", "dark"),
    Shot("address", "/addresses/ADDRESS"),
    Shot("organisations", "/organisations"),
    Shot("organisation", "/organisations/ORGANISATION", "dark"),
    Shot("traffic", "/traffic", "dark"),
    Shot("sensors", "/sensors"),
    Shot("silences", "/silences"),
    Shot("notices", "/notices"),
    Shot("reports", "/reports"),
    Shot("people", "/people"),
    Shot("audit", "/audit"),
    Shot("me", "/me"),
    Shot("help", "/help"),
)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", nargs="*", default=[shot.name for shot in SHOTS], help="only these")
    wanted = set(parser.parse_args().pages)
    PLACE.mkdir(exist_ok=True)
    with demonstration() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=list(FLAGS))
        page = signed_in(browser, link)
        for shot in (each for each in SHOTS if each.name in wanted):
            take(page, shot)
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """Play the demonstration, slowly, while the block runs; give its link."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "demo"
        command = [
            sys.executable,
            "-m",
            "noroshi",
            "demo",
            "--console",
            "--speed",
            "4",
            "--folder",
            str(place),
        ]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as playing:
            assert playing.stdout is not None
            yield next(
                found[0] for line in playing.stdout if (found := re.search(r"http\S+/invitations/\S+", line))
            )
            playing.kill()


def signed_in(browser: Browser, link: str) -> Page:
    """Accept the invitation with a passkey of a virtual device, and wait for alerts."""
    page = browser.new_context(locale="en-GB").new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = dict.fromkeys(
        ("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation"), True
    )
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", **options}},
    )
    page.goto(link)
    page.get_by_role("button").filter(has_text="passkey").click()
    page.get_by_role("button").filter(has_text="kept").click()
    while len(alerts(page)) < ENOUGH:
        page.wait_for_timeout(1_000)
    return page


def take(page: Page, shot: Shot) -> None:
    """Take one picture."""
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.emulate_media(color_scheme="dark" if shot.theme == "dark" else "light")
    page.goto(f"{origin(page)}{filled_in(page, shot.path)}")
    page.wait_for_timeout(shot.wait)
    page.screenshot(path=PLACE / f"{shot.name}.png")
    print(f"{shot.name}: {page.url}")


def filled_in(page: Page, path: str) -> str:
    """Put an alert, and whom it is about, in place of what stands for them."""
    if not path.endswith(("ALERT", "ADDRESS", "ORGANISATION")):
        return path
    told = alerts(page)[0]
    return (
        path.replace("ALERT", told["id"])
        .replace("ADDRESS", told["subject"])
        .replace("ORGANISATION", told["organisation"])
    )


def alerts(page: Page) -> list[dict[str, str]]:
    """Give the alerts at hand, the most severe first."""
    return list(page.request.get(f"{origin(page)}/api/v1/alerts").json()["items"])


def origin(page: Page) -> str:
    """Give where the console is."""
    return str(page.evaluate("location.origin"))


if __name__ == "__main__":
    main()
