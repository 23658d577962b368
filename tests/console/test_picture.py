"""The picture in a browser: what it draws, what stands in where it cannot, and where a click leads."""

import base64
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, ViewportSize, expect

from tests.console.picture_centre import PictureCentre, alert, serve

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SOFTWARE_GL = ["--use-gl=angle", "--use-angle=swiftshader"]
NO_GL = ["--disable-3d-apis"]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PATIENCE = 30_000
"""How long a busy machine may take to show what is expected, ms."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE: ViewportSize = {"width": 1366, "height": 768}
VIEWS = {"1": "sphere", "2": "cube", "3": "tiles", "4": "table"}
SOME = ["Aoba University", "Bandung Institute", "Chiang Mai Hospital", "Da Nang Port"]

COLOURS = """async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) seen.add(data[at] >> 4 << 8 | data[at + 1] >> 4 << 4 | data[at + 2] >> 4);
  return seen.size;
}"""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browsers(browser_type: BrowserType) -> Iterator[dict[str, Browser]]:
    """Two of Debian's Chromium: with WebGL by software, and without any."""
    opened = {
        name: browser_type.launch(executable_path=CHROMIUM, args=flags)
        for name, flags in {"webgl": SOFTWARE_GL, "none": NO_GL}.items()
    }
    yield opened
    for each in opened.values():
        each.close()


@pytest.fixture
def centre() -> Iterator[PictureCentre]:
    """A centre with four organisations, whose frames show 200 packets a second."""
    with serve(PictureCentre(names=SOME, rate=200)) as serving:
        yield serving


@contextmanager
def look(browser: Browser, centre: PictureCentre, path: str, **options: Any) -> Iterator[Page]:
    """Open a page of the console; whatever it complains of, and whatever it asks of others, fails the test."""
    complaints: list[str] = []
    context = browser.new_context(viewport=WIDE, **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()

    def hear(said: ConsoleMessage) -> None:
        elsewhere = (
            "/api/v1/" in said.location.get("url", "") and page.url != centre.url + path
        )  # another page's
        if said.type in {"error", "warning"} and "GPU stall" not in said.text and not elsewhere:
            complaints.append(said.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((centre.url, "data:")) else complaints.append(asked.url),
    )
    page.goto(centre.url + path)
    yield page
    context.close()
    assert [] == complaints


def live(page: Page) -> None:
    """Wait until the stream has come."""
    expect(page.locator("[data-liveness=live]")).to_be_visible()
    expect(page.locator("[data-figure=rate]")).not_to_have_text("0")


def colours(page: Page) -> int:
    """How many colours the scene has, of 4,096."""
    png = base64.b64encode(page.locator(".picture-scene").screenshot()).decode()
    found: int = page.evaluate(COLOURS, png)
    return found


def fills(page: Page) -> bool:
    """Whether there is soon much to see, once packets fly."""
    for _ in range(25):
        if colours(page) > 100:
            return True
        page.wait_for_timeout(200)
    return False


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, by WCAG 2.2 AA."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run('.picture', { runOnly: tags })", TAGS)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


@pytest.mark.parametrize(("browser", "stages"), [("webgl", ["full", "light"]), ("none", ["flat"])])
def test_draws(browsers: dict[str, Browser], centre: PictureCentre, browser: str, stages: list[str]) -> None:
    """The sphere and the cube are drawn in WebGL, in its simple form, and on a 2-D canvas; there is much to see in each."""
    with look(browsers[browser], centre, f"/picture?graphics={stages[0]}") as page:
        live(page)
        for stage in stages:
            page.get_by_label("Drawn in").select_option(stage)
            expect(page.locator(".picture")).to_have_attribute("data-graphics", stage)
            for view in ("2", "1"):
                page.keyboard.press(view)
                expect(page.locator(f"[data-view={VIEWS[view]}]")).to_be_visible()
                assert fills(page)


def test_fallback(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Without WebGL the picture says so, draws in 2-D by itself, and lets people choose all the same."""
    with look(browsers["none"], centre, "/picture") as page:
        live(page)

        expect(page.get_by_text("This browser offers no 3-D graphics.")).to_be_visible()
        page.get_by_label("Drawn in").select_option("flat")
        expect(page.get_by_text("This browser offers no 3-D graphics.")).to_have_count(0)


def test_software(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Where the processor draws WebGL, the picture says so and is kept simple, or goes to 2-D if it is too slow even so."""
    with look(browsers["webgl"], centre, "/picture") as page:
        live(page)

        expect(page.locator(".picture")).to_have_attribute("data-graphics", re.compile("light|flat"))
        expect(page.locator(".picture-why")).to_be_visible()


def test_table(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """The table has every organisation with its alerts, sorts by any column, and leads to the organisation's page."""
    with look(browsers["none"], centre, "/picture?view=table") as page:
        live(page)
        rows = page.locator(".picture-table tbody tr")
        expect(rows.filter(has_text="Aoba")).to_be_visible()
        page.get_by_role("button", name="Organisation").click()

        names = [each.split("\t")[0] for each in rows.all_inner_texts()]
        alerts = [each.split("\t")[3].split()[0] for each in rows.all_inner_texts()]
        expected = sorted([(ring["name"], str(len(ring["alerts"]))) for ring in centre.rings()])
        assert expected == [pair for pair in zip(names, alerts, strict=True) if pair[0] in SOME]
        expect(page.get_by_role("columnheader", name="Organisation")).to_have_attribute(
            "aria-sort", "ascending"
        )
        page.get_by_role("link", name="Da Nang Port").click()
        assert f"{centre.url}/organisations/da-nang-port" == page.url


def test_counts(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Packets are counted exactly, whatever share of them is shown; the badge says what one dot stands for."""
    with look(browsers["none"], centre, "/picture?view=table") as page:
        live(page)
        centre.sending = False
        page.wait_for_timeout(1200)  # the last frame, and the next figures

        rate = page.locator("[data-figure=rate]").inner_text()
        frames = centre.sent // 250
        assert int(rate.replace(",", "")) in range(
            250 * frames // max(1, (frames + 1) // 10 + 1), 250 * frames + 1
        )
        expect(page.get_by_text("1 dot = 12.5 packets")).to_be_visible()


def test_masked(browsers: dict[str, Browser]) -> None:
    """Who may not see dark space gets rings of one colour: no stroke of any ring is painted as live or as dark."""
    painted = """async () => {
      const { Layout } = await import("/static/js/picture/layout.js");
      const { SphereView, PAINT } = await import("/static/js/picture/views/sphere.js");
      const { rings } = await (await fetch("/api/v1/picture")).json();
      const words = new SphereView().arrange(new Layout(rings));
      const bytes = new Uint8Array(words.buffer), seen = new Set();
      for (let at = 36; at < bytes.length; at += 40) seen.add([...bytes.slice(at, at + 3)].join());
      return ["live", "dark", "masked"].filter((use) => seen.has(PAINT[use].slice(0, 3).join()));
    }"""
    for masked, expected in ((False, ["live", "dark"]), (True, ["masked"])):
        with (
            serve(PictureCentre(names=SOME, masked=masked)) as centre,
            look(browsers["none"], centre, "/picture") as page,
        ):
            live(page)

            assert expected == page.evaluate(painted)
            assert int(masked) == page.get_by_text("Places disguised").count()


def test_click(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """A click on a sign leads to its alert, one on a name to its organisation."""
    spots = """(href) => new Promise((resolve) => setTimeout(async () => {
      const { scenes } = await import("/static/js/picture/scene.js");
      const { painted } = scenes.get(document.querySelector(".picture-scene")).overlay;
      const one = painted.find(({ mark }) => mark.href === href);
      resolve({ x: one.x, y: one.y });
    }, 50))"""
    for href in (f"/alerts/{alert(1, 0)['id']}", "/organisations/chiang-mai-hospital"):
        with look(browsers["none"], centre, "/picture") as page:
            live(page)
            page.get_by_role("button", name="Pause").click()
            page.locator(".picture-scene").click(position=page.evaluate(spots, href))

            expect(page).to_have_url(centre.url + href)


def test_keyboard(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """By keys alone: the next name or sign is chosen and said, and Enter opens its evidence."""
    with look(browsers["none"], centre, "/picture") as page:
        live(page)
        page.locator(".picture-scene").focus()
        page.keyboard.press("n")
        card = page.locator("a.picture-card")
        expect(card).to_be_visible()
        href = card.get_attribute("href")
        page.keyboard.press("Enter")

        expect(page).to_have_url(f"{centre.url}{href}")


def test_tiles(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Each address that alerts has a tile that leads to its alert; those that do the same have the same letter."""
    with look(browsers["none"], centre, "/picture?view=tiles") as page:
        live(page)
        tiles = page.locator(".picture-tile.is-alerting")
        expect(tiles).to_have_count(3)
        expect(tiles.locator(".picture-tile-letter")).to_have_text(["A", "A", "A"])

        hrefs = {tile.get_attribute("href") for tile in tiles.all()}
        assert {f"/alerts/{each['id']}" for ring in centre.rings() for each in ring["alerts"]} == hrefs


def test_silent(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """When nothing comes any more, the badge says for how long, and the alerts stay; when it comes again, so does the picture."""
    with look(browsers["none"], centre, "/picture?wall=1") as page:
        live(page)
        centre.sending = False
        expect(page.locator("[data-liveness=silent]")).to_contain_text("nothing for", timeout=15_000)
        expect(page.locator("[data-figure=alerts]")).to_have_text("3")
        centre.sending = True

        live(page)


def test_stale(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """When the stream breaks, the badge says so, and it is opened again by itself."""
    with look(browsers["none"], centre, "/picture") as page:
        live(page)
        centre.refusing = True
        centre.hang_up()
        expect(page.locator("[data-liveness=stale]")).to_be_visible()
        centre.refusing = False

        live(page)
        assert centre.opened == 2


def test_unwatched(browsers: dict[str, Browser]) -> None:
    """Where no watch runs in the server's process, the picture says so."""
    with serve(PictureCentre(watching=False)) as centre, look(browsers["none"], centre, "/picture") as page:
        expect(page.locator("[data-liveness=unwatched]")).to_be_visible()


def test_pause(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Paused, the picture stands still and says how many packets have come since."""
    with look(browsers["none"], centre, "/picture") as page:
        live(page)
        page.keyboard.press("p")

        expect(page.locator("[data-liveness=paused]")).to_contain_text("packets since")
        drawn = "() => document.querySelector('.picture-stage').toDataURL()"
        assert page.evaluate(drawn) == page.evaluate(drawn)


def test_replay(browsers: dict[str, Browser]) -> None:
    """Data of an hour ago is called a replay, with its age."""
    with (
        serve(PictureCentre(names=SOME, age=3_600_000)) as centre,
        look(browsers["none"], centre, "/picture") as page,
    ):
        expect(page.locator("[data-liveness=replay]")).to_contain_text("data 1")


def test_played_again(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """By one key the latest minutes are played again, which the badge says, and by themselves it comes back to now."""
    with look(browsers["none"], centre, "/picture") as page:
        live(page)
        page.wait_for_timeout(3_000)  # something to play
        page.keyboard.press("r")
        expect(page.locator("[data-liveness=replay]")).to_contain_text("data")
        expect(page.get_by_role("slider", name="Moment")).to_be_visible()
        page.get_by_label("Speed").select_option("60")

        live(page)
        expect(page.get_by_role("slider", name="Moment")).to_have_count(0)


def test_motion(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """Who wants no motion gets a still picture that changes in steps, and is told so."""
    with look(browsers["none"], centre, "/picture", reduced_motion="reduce") as page:
        live(page)

        expect(page.get_by_text("Still: a new picture every 2 s")).to_be_visible()
        shown = """async () => new Promise(async (resolve) => {
          const { scenes } = await import("/static/js/picture/scene.js");
          const seen = new Set(), { clock } = scenes.get(document.querySelector(".picture-scene"));
          const timer = setInterval(() => seen.add(clock.shown), 20);
          setTimeout(() => (clearInterval(timer), resolve([...seen].every((moment) => moment % 2 === 0))), 500);
        })"""
        assert page.evaluate(shown)


def test_wall(browsers: dict[str, Browser], centre: PictureCentre) -> None:
    """On a wall there is nothing but the picture, and figures that can be read from afar."""
    with look(browsers["none"], centre, "/picture?wall=1") as page:
        live(page)

        expect(page.locator(".navigation")).to_be_hidden()
        expect(page.locator(".top-bar")).to_be_hidden()
        size = page.locator("[data-figure=rate]").evaluate(
            "each => parseFloat(getComputedStyle(each).fontSize)"
        )
        assert size > 38


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_accessible(browsers: dict[str, Browser], centre: PictureCentre, theme: Any) -> None:
    """No view has anything that axe finds wrong, in either theme, with the legend open."""
    with look(browsers["none"], centre, "/picture", color_scheme=theme) as page:
        live(page)
        page.get_by_text("What you see").click()
        page.locator("h1").click()  # so that the keys are the page's
        for key, view in VIEWS.items():
            page.keyboard.press(key)
            expect(page.locator(f"[data-view={view}]")).to_be_visible()

            assert [] == violations(page), view
