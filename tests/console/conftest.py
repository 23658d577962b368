"""A centre with alerts that answers over HTTP, and a browser before it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from noroshi.people.rights import Role
from tests.console.desk import Served, served
from tests.console.sight import Sight

FLAGS = ["--use-gl=angle", "--use-angle=swiftshader"]
"""Chromium draws in software, which takes the same time everywhere."""


@pytest.fixture(scope="module")
def browser_type() -> Iterator[BrowserType]:
    """Debian's Chromium, for one module's tests: while Playwright runs, no other test of the process may have a loop."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    """The system's Chromium, in place of one that Playwright would fetch."""
    found = os.environ.get("CONSOLE_CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.skip("Chromium is not installed")
    opened = browser_type.launch(executable_path=found, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A centre with alerts, for tests that only look."""
    with served(tmp_path_factory.mktemp("centre")) as centre:
        yield centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Served]:
    """A centre with alerts of its own, for tests that change something."""
    with served(tmp_path) as made:
        yield made


@pytest.fixture
def sight(browser: Browser) -> Iterator[Sight]:
    """Opens browsers for people; the test fails if what they see complains, or asks another host."""
    contexts: list[BrowserContext] = []
    sight = Sight(browser, contexts)
    yield sight
    for context in contexts:
        context.close()
    assert [] == sight.complaints


@pytest.fixture
def officer(centre: Served, sight: Sight) -> Page:
    """The queue, as an officer sees it who has signed in."""
    return sight.of(centre, "mika", Role.OFFICER).open("/")
