"""Visit every page of a centre, once; run where there is no network but loopback.

python -m tests.console.offline FOLDER

Writes what was wrong, a line each, and fails if there is any.
"""

import shutil
import socket
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from noroshi.clock import SystemClock
from noroshi.people.rights import Role
from tests.console.conftest import FLAGS
from tests.console.desk import served
from tests.console.sight import Sight, violations
from tests.console.test_pages import PAGES, named
from tests.console.watched import MadeUp

ELSEWHERE = ("192.0.2.1", 443)
"""An address that nobody has (RFC 5737); where there is a way to anywhere, asking for it takes long or is refused from there."""


def main() -> None:
    """Visit them."""
    wrong = [] if is_cut_off() else ["there is a way out of here"]
    live = MadeUp(SystemClock().now())
    with (
        served(Path(sys.argv[1]), live) as centre,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS) as browser,
    ):
        sight = Sight(browser, [])
        windows = {
            role: sight.of(centre, role and f"the-{role}", Role(role or "viewer"))
            for role in set(PAGES.values())
        }
        for path, role in PAGES.items():
            page = windows[role].open(named(path, centre))
            wrong += [f"{path}: refused {each}" for each in violations(page)]
            page.close()
        wrong += sight.complaints
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    sys.stdout.write(f"{len(PAGES)} pages visited\n")
    sys.exit(bool(wrong))


def is_cut_off() -> bool:
    """Say whether the system knows no way to another machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)  # asks the routing table, and sends nothing
        except OSError:
            return True
    return False


if __name__ == "__main__":
    main()
