"""What the console costs a browser: when its home page can be used, how many bytes that takes, and the picture's script time.

python benchmarks/page.py [--alerts 300] [--times 9]

Needs Chromium, which draws by the processor here. Each load is a browser's first: nothing is in its cache. The page can be used once
its rows stand there, for keys and buttons are bound by then.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from _measuring import verdict
from noroshi.app import Application
from noroshi.cli.answering import answering
from noroshi.cli.program import run
from noroshi.clock import SystemClock
from noroshi.config.home import Home
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject
from noroshi.organisations.model import Severity
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import Role
from noroshi.people.sessions import Visit

INTERACTIVE, SIZE, SCRIPT = 1_000.0, 150.0, 4.0
"""ms until the home page can be used, kB compressed that it takes, ms of script for each frame of the picture (issue 4)."""

FLYING = 2_000
"""Packets in flight while the picture's script is timed."""

ROSTER = """\
organisations:
  - {id: example, name: Example, holdings: [{prefix: 10.0.0.0/8}]}
"""
FLAGS = ("--use-gl=angle", "--use-angle=swiftshader")

INTERACTIVE_AT = """new MutationObserver((_, watcher) => {
  if (!document.querySelector(".row")) return;
  performance.mark("usable");
  watcher.disconnect();
}).observe(document, { childList: true, subtree: true });"""

LOADED = """() => ({
  usable: performance.getEntriesByName("usable")[0].startTime,
  bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(({ name }) => !name.includes("/api/")).map((each) => each.encodedBodySize),
})"""

FLY = """async (flying) => {
  const { scenes } = await import("/static/js/picture/scene.js");
  const { WORDS } = await import("/static/js/picture/flights.js");
  const scene = scenes.get(document.querySelector(".picture-scene"));
  const rings = Array.from({ length: 12 }, (_, ring) => ({
    ring, organisation: `o${ring}`, name: `Organisation ${ring}`, addresses: 4096, arcs: [],
    alerts: [{ id: `A-${ring}`, subject: "10.0.0.1", position: 5000 * ring, severity: "high", kind: "dos.victim", new: true, state: "open" }],
  }));
  scene.arrange(rings);
  const column = (of) => Array.from({ length: flying }, (_, at) => of(at));
  scene.take({
    count: flying, source: column((at) => (at * 2654435761) >>> 0), sourceRing: column(() => 0xffff), sourcePosition: column(() => 0),
    ring: column((at) => at % 12), position: column((at) => (at * 7919) % 65536), port: column(() => 23), protocol: column(() => 6),
    flags: column(() => 0), late: column(() => 0),
  });
  for (let slot = 0; slot < flying; slot++) scene.flights.words[slot * WORDS + 9] = 1e6;
  const share = Math.ceil(flying / 2.2 / 60);  // slots that the stream writes anew for each frame
  const seen = [], frame = (resolve) => requestAnimationFrame(() => {
    scene.flights.written = share;
    if (scene.frames) seen.push(scene.times[(scene.frames - 1) % scene.times.length]);
    if (seen.length < 150) frame(resolve); else resolve(seen.slice(30));
  });
  const times = await new Promise(frame);
  return { times, flying: scene.flights.inFlight(scene.clock.now), graphics: scene.graphics };
}"""


def main() -> None:
    """Measure, and print each figure beside its goal."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--alerts", type=int, default=300)
    parser.add_argument("--times", type=int, default=9, help="loads")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, roster = Home(Path(folder) / "home"), Path(folder) / "roster.yaml"
        roster.write_text(ROSTER, "utf-8")
        with redirect_stdout(sys.stderr):
            run(["init", "--home", str(home.path)])
            run(["organisations", "import", str(roster), "--home", str(home.path)])
        with (
            Application.open(home, SystemClock()) as centre,
            answering(centre, "127.0.0.1:0") as where,
            sync_playwright() as playwright,
        ):
            open_alerts(centre, given.alerts)
            browser = playwright.chromium.launch(executable_path=which("chromium"), args=list(FLAGS))
            person = centre.door.invitations.invite(
                "lea", "Lea", Role.LEAD, By("benchmark", Via.COMMAND)
            ).person
            entered = centre.door.sessions.open(person, Visit(), What.SIGN_IN, "benchmark")
            secret = entered.cookie.reveal()
            print_home([load(browser, where.address, secret) for _ in range(given.times + 1)][1:])
            for graphics in ("full", "light", "flat"):
                print_picture(signed_in(browser, where.address, secret), graphics)
            browser.close()


def open_alerts(centre: Application, count: int) -> None:
    """Open so many alerts."""
    now = centre.clock.now()
    evidence = Evidence(57, now, now, 1.0, tuple(Measure(name, 57, "", 3) for name in ("packets", "ports")))
    why = "57 packets to 41 dark addresses in 183.3 s; the rule asks for 3."
    centre.desk().conclude(
        [
            Detection(
                "infection.external",
                Subject("address", f"10.0.{number >> 8}.{number & 255}"),
                Phase.NEW,
                now,
                Severity.HIGH,
                why,
                Confidence(0.85),
                evidence,
            )
            for number in range(count)
        ]
    )


def signed_in(browser: Browser, address: str, secret: str) -> BrowserContext:
    """Give a browser with nothing in its cache, in which somebody has signed in."""
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "noroshi_session", "value": secret, "url": address}])
    return context


def load(browser: Browser, address: str, secret: str) -> dict[str, Any]:
    """Open the home page; give when it could be used, and the bytes of its files."""
    context = signed_in(browser, address, secret)
    context.add_init_script(INTERACTIVE_AT)
    page: Page = context.new_page()
    page.goto("/")
    page.wait_for_selector(".row")
    loaded: dict[str, Any] = page.evaluate(LOADED)
    context.close()
    return loaded


def print_home(loads: Sequence[dict[str, Any]]) -> None:
    """Print the load in the middle, and the slowest."""
    usable = [each["usable"] for each in loads]
    files = len(loads[0]["bytes"])
    print(f"home page, {len(loads)} loads of {files} files: {min(usable):.0f} to {max(usable):.0f} ms")
    verdict("home page can be used", statistics.median(usable), INTERACTIVE, "ms", at_most=True)
    verdict("home page's files", sum(loads[0]["bytes"]) / 1000, SIZE, "kB", at_most=True)


def print_picture(context: BrowserContext, graphics: str) -> None:
    """Print what the picture's script takes for each frame."""
    page = context.new_page()
    page.goto(f"/picture?graphics={graphics}")
    page.wait_for_selector(f".picture[data-graphics={graphics}]")
    seen = page.evaluate(FLY, FLYING)
    context.close()
    assert seen["flying"] == FLYING
    print(
        f"picture, {graphics}: 99 % of {len(seen['times'])} frames {statistics.quantiles(seen['times'], n=100)[98]:.2f} ms"
    )
    verdict(f"picture's script, {graphics}", statistics.median(seen["times"]), SCRIPT, "ms", at_most=True)


if __name__ == "__main__":
    main()
