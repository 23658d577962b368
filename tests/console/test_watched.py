"""What the console shows of a watch that runs beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from noroshi.clock import SystemClock
from noroshi.people.rights import Role
from tests.console.desk import Served, served
from tests.console.sight import Sight, barriers, violations
from tests.console.watched import SILENT, MadeUp


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A centre with a watch, one of whose two sensors is silent."""
    with served(tmp_path_factory.mktemp("centre"), MadeUp(SystemClock().now())) as centre:
        yield centre


def test_silent_sensor(watched: Served, sight: Sight) -> None:
    """A sensor that is silent is said to be, in words, before anything that is well."""
    page = sight.of(watched, "lea", Role.LEAD).open("/sensors")

    expect(page.get_by_text(SILENT).first).to_be_visible()
    expect(page.get_by_text("The sensor sees.")).to_be_hidden()
    assert [] == barriers(page)
    assert [] == violations(page)


def test_traffic(watched: Served, sight: Sight) -> None:
    """What comes to dark space is drawn by port and by minute, and is there as a table, too."""
    page = sight.of(watched, "lea", Role.LEAD).open("/traffic")
    expect(page.get_by_role("heading", name="Ports by minutes")).to_be_visible()
    for table in page.get_by_text("The same as a table").all():
        table.click()

    expect(page.get_by_text("tcp/2323").first).to_be_visible()
    assert [] == barriers(page)
    assert [] == violations(page)


def test_recording(tmp_path: Path, sight: Sight) -> None:
    """Of a recording that is played nobody says that a sensor sees, nor that it is live, while the connection is; nor does a report."""
    with served(tmp_path, MadeUp(SystemClock().now(), is_well=True, replay=True)) as centre:
        page = sight.of(centre, "lea", Role.LEAD).open("/sensors")

        expect(page.get_by_text("A recording is played.").first).to_be_visible()
        expect(page.locator(".freshness")).to_have_text("Replay")
        expect(page.get_by_text("sees", exact=True)).to_have_count(0)
        expect(page.locator(".sensor")).to_have_count(2)
        expect(page.locator(".sensor-fine")).to_have_count(0)
        page.goto("/reports")
        expect(page.get_by_text("A recording is played.").first).to_be_visible()
        expect(page.get_by_text("The sensors see.")).to_have_count(0)


def test_brush(watched: Served, sight: Sight) -> None:
    """A span drawn on the chart, or written into two fields, is the address's, and leads to the alerts of that time."""
    page = sight.of(watched, "lea", Role.LEAD).open("/traffic?minutes=360")
    area = page.locator(".chart .u-over")
    box = area.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/traffic\?minutes=360&from=\S+Z&to=\S+Z$"))
    drawn = page.get_by_label("From (UTC)").input_value()
    page.get_by_label("From (UTC)").fill(drawn[:-5] + "00:00")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"from={drawn[:10]}T00%3A00%3A00Z"))

    page.get_by_role("link", name="Alerts last seen then").click()
    expect(page).to_have_url(re.compile(f"/alerts\\?from={drawn[:10]}T00%3A00%3A00Z&to="))


def test_well(tmp_path: Path, sight: Sight) -> None:
    """Where every sensor sees, that is said, and no trouble."""
    with served(tmp_path, MadeUp(SystemClock().now(), is_well=True)) as centre:
        page = sight.of(centre, "lea", Role.LEAD).open("/sensors")

        expect(page.get_by_text("live:eth1").first).to_be_visible()
        expect(page.locator(".sensor-fine")).to_have_count(2)
        expect(page.get_by_text(SILENT)).to_be_hidden()
