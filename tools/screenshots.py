"""Take a picture of every page of the console, over the demonstration: docs/screenshots, and docs/console.md that shows them.

python tools/screenshots.py [--pages queue picture ...]

Needs Chromium; where Pillow is installed, the files are a third as large. A new page is one line in SHOTS. The pages are those of
a person who signs in with a passkey, as the demonstration's link lets them, and has worked a little before the first picture.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from shutil import which
from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from noroshi.alerts.patterns import pattern_of
from noroshi.alerts.wanted import Wanted
from noroshi.app import Application
from noroshi.app.federating import Federation
from noroshi.clock import HOUR, MINUTE, SystemClock, iso
from noroshi.config.home import Home
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject, Tally
from noroshi.indications.logbook import Logbook
from noroshi.organisations.model import Severity

DOCS: Final = Path(__file__).parents[1] / "docs"
PLACE: Final = DOCS / "screenshots"
TOUR: Final = DOCS / "console.md"

FLAGS: Final = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--hide-scrollbars")

SETTLED: Final = 2_500
"""ms until a page has loaded what it shows, and moved what it moves."""

BIN: Final = 10 * MINUTE
"""ns over which sources are counted by port."""

COLOURS: Final = 224
"""In a file; more cannot be told apart by eye, but for the picture's glow."""


class Shot(NamedTuple):
    """A page, and how it is taken."""

    name: str
    path: str
    says: str
    """What is to be seen, for docs/console.md; empty for a second picture of the same."""
    theme: str = "light"
    size: tuple[int, int] = (1280, 800)
    wait: int = SETTLED
    """ms."""
    language: str = "en"
    roster: str = ""
    """What a file that is chosen there holds; empty for none."""


class Demonstration(NamedTuple):
    """A demonstration that plays."""

    link: str
    """By which the first person signs in."""
    home: Home


ENOUGH: Final = 6
"""Alerts that there are before the first picture."""

ROSTER: Final = """\
organisations:
  - id: shiro-library
    name: Shiro Library
    contacts: [{channel: email, address: desk@shiro.example}]
    holdings:
      - {prefix: 192.0.2.0/25}
      - {prefix: 192.0.2.128/25, use: dark}
"""

SHOTS: Final = (
    Shot("picture", "/picture", "**The picture.** The Internet is the sphere, each organisation a ring, a packet to dark space a comet, "
         "and 警 an address with an alert.", "dark", wait=14_000),
    Shot("picture-cube", "/picture?view=cube", "", "dark", wait=9_000),
    Shot("picture-tiles", "/picture?view=tiles", "", "dark", wait=9_000),
    Shot("picture-table", "/picture?view=table", "", "dark", wait=9_000),
    Shot("picture-wall", "/picture?wall=1", "**The wall.** The same for a room, without hands.", "dark", wait=12_000),
    Shot("queue", "/", "**The queue.** What must be looked at, the most urgent first; every deed has a key.", "dark"),
    Shot("queue-light", "/", ""),
    Shot("queue-ja", "/", "", "dark", language="ja"),
    Shot("queue-narrow", "/", "", "dark", (390, 844)),
    Shot("alert", "/alerts/ALERT", "**An alert.** Why it fired, the numbers beside what the rule asks, what speaks against it, packets, what the "
         "member is told, and what partners may know.", size=(1280, 1500)),
    Shot("alert-dark", "/alerts/ALERT", "", "dark"),
    Shot("address", "/addresses/ADDRESS", "**An address.** Whose it is, what it did, and what was said of it."),
    Shot("indications", "/indications", "**Indications.** First signs of something new: ports that far more sources ask for than usual.", "dark"),
    Shot("indication", "/indications/RISING", "**An indication.** What rises against what is usual, what its sources have in common, and whose machines "
         "take part. It names no address, for its sources are many and may be forged: a block-list may have what partners saw send to its port, and "
         "nothing else of it.", size=(1280, 1150)),
    Shot("campaigns", "/campaigns", "**Campaigns.** What several organisations have at the same time."),
    Shot("campaign", "/campaigns/SPREADING", "**A campaign.** Whom it has reached, who was first, and how it spread.", "dark", (1280, 900)),
    Shot("organisations", "/organisations", "**Organisations.**"),
    Shot("organisation", "/organisations/ORGANISATION", "**An organisation.** Its space as a map and a ring, its alerts, its people, how soon they answer.",
         "dark", (1280, 1300)),
    Shot("roster", "/roster", "**The roster.** The register as a file: exported, and imported once it is seen what that changes.",
         size=(1280, 700), roster=ROSTER),
    Shot("traffic", "/traffic", "**Ports and traffic.** What comes to dark space by the minute; a span drawn on the chart leads to its alerts.",
         "dark", (1280, 1200)),
    Shot("sensors", "/sensors", "**Sensors.** Silence means quiet only where they see."),
    Shot("silences", "/silences", "**Silences.** What is held back, by whom, why, and until when."),
    Shot("notices", "/notices", "**Notices.** What members were told, and what waits."),
    Shot("reports", "/reports", "**Reports.** A shift, handed over.", size=(1280, 1100)),
    Shot("report-member", "/reports?kind=member&organisation=ORGANISATION", "**A member's report.** What they had, how soon they answered, what came "
         "back, and what to do next; made for paper, and the same for the member who asks for it.", size=(1280, 1500)),
    Shot("partners", "/partners", "**Partners.** With whom the centre exchanges, and when each was last heard of."),
    Shot("partner", "/partners/cert-abroad", "**A partner.** What it may know and why, and what became of what it told.", "dark"),
    Shot("releases", "/releases", "**Releases.** What may leave, and who of two persons decided so."),
    Shot("people", "/people", "**People.** Who may do what."),
    Shot("audit", "/audit", "**The audit.** Who did what, and read what."),
    Shot("me", "/me", "**One's own.** Language, colours, keys, passkeys, tokens."),
    Shot("help", "/help", "**Help.** Worked searches, keys, the glossary, without any network."),
)  # fmt: skip

PARTNERS: Final = """\
organisations:
  - {id: cert-abroad, name: CERT Abroad, clearance: amber, tags: [partner, "group:asia-pacific"]}
"""
"""Who exchanges with the demonstration's centre."""

NAMED: Final = {
    "ALERT": ("alerts", "id"),
    "ADDRESS": ("alerts", "subject"),
    "ORGANISATION": ("alerts", "organisation"),
    "RISING": ("indications", "id"),
    "SPREADING": ("campaigns", "id"),
}
"""What stands in a path for something that the demonstration makes: where it is listed, and what of it is meant."""

WORK: Final = """async () => {
  const { get, post } = await import("/static/js/api.js");
  const { items } = await get("/alerts?limit=20");
  const move = (at, deed, fields) => post(`/alerts/${items[at].id}/${deed}`, fields ?? {}, { version: items[at].version });
  await move(1, "acknowledge");
  await move(2, "resolve", { outcome: "cleaned", note: "They found the machine and set it up anew." });
  await move(3, "snooze", { until: new Date(Date.now() + 4 * 3600e3).toISOString() });
  await move(0, "note", { note: "Called them; they look for the machine." });
  const until = new Date(Date.now() + 14 * 86400e3).toISOString();
  const waiting = await get("/releases");
  await post(`/releases/${waiting.find(({ what }) => what.kind === "infection").id}/approve`);
  await post("/silences", { organisation: items[4].organisation, kind: "", subject: items[4].subject, reason: "They scan with permission until the audit ends.", until });
}"""
"""Some of a shift's work, so that pages have something to show."""


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", nargs="*", default=[shot.name for shot in SHOTS], help="only these")
    wanted = set(parser.parse_args().pages)
    PLACE.mkdir(exist_ok=True)
    TOUR.write_text(tour(), "utf-8")
    with demonstration() as playing, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=list(FLAGS))
        page = signed_in(browser, playing.link)
        exchange(playing.home)
        page.evaluate(WORK)
        federate(playing.home)
        rise(playing.home)
        spread(playing.home)
        for shot in (each for each in SHOTS if each.name in wanted):
            take(page, shot)
        browser.close()


def tour() -> str:
    """Give the text of docs/console.md."""
    shown = "\n".join(f"{shot.says}\n\n![](screenshots/{shot.name}.png)\n" for shot in SHOTS if shot.says)
    return (
        "# The console, page by page\n\n"
        "Over `noroshi demo`, whose members and traffic are made up; `python tools/screenshots.py` takes the pictures anew, and writes this\n"
        "page. Each page is also there in the other theme and in Japanese, Indonesian, Vietnamese and Thai.\n\n"
        f"{shown}"
    )


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """Play the demonstration, slowly, while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "demo"
        options = ["--console", "--speed", "2", "--folder", str(place)]
        command = [sys.executable, "-m", "noroshi", "demo", *options]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as playing:
            assert playing.stdout is not None
            link = next(
                found[0] for line in playing.stdout if (found := re.search(r"http\S+/invitations/\S+", line))
            )
            yield Demonstration(link, Home(place / "home"))
            playing.kill()


def rise(home: Home) -> None:
    """Write down that a port rises: the demonstration would have to play for a day before it knew what is usual."""
    with Application.open(home, SystemClock()) as centre:
        end = centre.clock.now()
        curve = [4, 3, 5, 3, 4, 2, 4, 3, 5, 4, 3, 4, 6, 5, 9, 14, 26, 51, 88, 141, 203]
        starts = [end - back * BIN for back in range(len(curve), 0, -1)]
        evidence = Evidence(
            observations=1_290,
            first=starts[-5],
            last=end,
            rate=0.43,
            measures=(
                Measure("sources", 203, "", 20, exact=False),
                Measure("usual sources", 3.9, exact=False),
                Measure("deviations", 14.9, "", 6, exact=False),
                Measure("limit", 21, exact=False),
                Measure("peak sources", 203, exact=False),
            ),
            tallies=(
                Tally("fingerprints", (("mirai", 171), ("none", 32))),
                Tally(
                    "campaigns",
                    (("mirai: tcp/23, tcp/2323", 120), ("mirai: tcp/23", 51), ("none: tcp/23", 32)),
                ),
            ),
            samples=tuple(
                {"time": iso(at), "sources": sources, "packets": 2 * sources + sources // 5}
                for at, sources in zip(starts, curve, strict=True)
            ),
        )
        why = (
            "about 203 sources sent 446 packets to tcp/23 in 600 s, where about 3.9 are usual, 14.9 deviations from that; "
            "the rule asks for 20 sources and 6 deviations."
        )
        confidence = Confidence(
            0.6,
            ("about 203 sources in one bin, where about 3.9 are usual",),
            ("may be spoofed: a darknet alone never proves that a source is genuine",),
        )
        Logbook(centre.indications, ["port.rising"]).conclude(
            [
                Detection(
                    "port.rising",
                    Subject("port", "tcp/23"),
                    Phase.NEW,
                    end,
                    Severity.MEDIUM,
                    why,
                    confidence,
                    evidence,
                    may_be_spoofed=True,
                )
            ]
        )


def spread(home: Home) -> None:
    """Have machines of other members do, one after the other, what one of a member does: nothing in the demonstration reaches several."""
    with Application.open(home, SystemClock()) as centre:
        now = centre.clock.now()
        alerts = centre.alerts.page(Wanted(kind="infection"), now, 100).alerts
        worm = next(
            each.detection for each in alerts if pattern_of(each.detection).startswith("infection: mirai")
        )
        for number, alert in enumerate(alerts):
            first = now - (2 * number + 1) * HOUR
            evidence = replace(worm.evidence, first=first, last=now)
            beside = Subject("address", str(ip_address(alert.subject) + 1))
            centre.desk().conclude([replace(worm, subject=beside, phase=Phase.NEW, evidence=evidence)])


def exchange(home: Home) -> None:
    """Add a partner, and let somebody ask for what it may know."""
    roster = home.path / "partners.yaml"
    roster.write_text(PARTNERS, "utf-8")
    asking = ["releases", "ask", "--to", "cert-abroad", "--for", "90d"]
    for words in (
        ["organisations", "import", str(roster)],
        ["partners", "add", "cert-abroad"],
        [*asking, "--kind", "infection", "--level", "prefix", "--reason", "They clean up with us."],
        [*asking, "--kind", "dos.victim", "--level", "network", "--reason", "They watch that campaign."],
    ):
        command = [sys.executable, "-m", "noroshi", *words, "--home", str(home.path)]
        named = {**os.environ, "LOGNAME": "mika"}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=named)


def federate(home: Home) -> None:
    """Tell the partner what it may know, as `noroshi serve` does every second."""
    with Application.open(home, SystemClock()) as centre:
        Federation(centre).turn()


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
    while len(listed(page, "alerts")) < ENOUGH:
        page.wait_for_timeout(1_000)
    return page


def take(page: Page, shot: Shot) -> None:
    """Take one picture."""
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.emulate_media(color_scheme="dark" if shot.theme == "dark" else "light")
    page.evaluate(
        "language => localStorage.setItem('noroshi.preferences', JSON.stringify({ language }))", shot.language
    )
    page.goto(f"{origin(page)}{filled_in(page, shot.path)}")
    if shot.roster:
        chosen: FilePayload = {
            "name": "members.yaml",
            "mimeType": "application/yaml",
            "buffer": shot.roster.encode(),
        }
        page.locator("input[type=file]").set_input_files(chosen)
        page.locator("form button.button-main").click()
    page.wait_for_timeout(shot.wait)
    place = PLACE / f"{shot.name}.png"
    page.screenshot(path=place)
    lighten(place)
    print(f"{shot.name}: {place.stat().st_size // 1000} kB")


def lighten(place: Path) -> None:
    """Write a picture anew with few colours, where Pillow is installed."""
    if importlib.util.find_spec("PIL") is None:
        return
    image: Any = importlib.import_module("PIL.Image")
    with image.open(place) as whole:
        # Not by median: it gave the few points of a severity the colour of another one.
        few = whole.convert("RGB").quantize(
            COLOURS, method=image.Quantize.MAXCOVERAGE, dither=image.Dither.NONE
        )
    few.save(place, optimize=True)


def filled_in(page: Page, path: str) -> str:
    """Put the first of what there is in place of what stands for it."""
    for word, (resource, field) in NAMED.items():
        if path.endswith(word):
            return path.replace(word, listed(page, resource)[0][field])
    return path


def listed(page: Page, resource: str) -> list[dict[str, str]]:
    """Give what the API lists: alerts with the most severe first, for one."""
    return list(page.request.get(f"{origin(page)}/api/v1/{resource}").json()["items"])


def origin(page: Page) -> str:
    """Give where the console is."""
    return str(page.evaluate("location.origin"))


if __name__ == "__main__":
    main()
