"""Partners' collections: how many objects a server's processor second reads and takes, and how long a page takes among a million.

python benchmarks/taxii.py [--objects 1000000]
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from _measuring import Stopwatch, best, memory_folder, percentile, verdict
from noroshi.api import pace
from noroshi.cli.program import run
from noroshi.clock import SECOND, SystemClock
from noroshi.config.home import Home
from noroshi.organisations.model import Marking
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.secret import Secret
from noroshi.sharing.partners import SECRET, Partner
from noroshi.sharing.taxii.collection import Collection, for_all, from_one
from noroshi.sharing.taxii.envelope import Page, envelope
from noroshi.sharing.taxii.media import TAXII
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.stamps import stamp
from noroshi.storage.books import Books, sqlite_url

READ_GOAL, POST_GOAL, PAGE_GOAL = 200_000, 20_000, 200.0
"""Objects a server's processor second, read and posted, and ms of a page among a million in 99 of 100 (issue 5)."""

READ, PAGE, POSTS, PAGES = 10_000, 1_000, 20, 300
OBJECT_SIZE: Final = 1_500
"""Bytes on the disk, with its indexes."""

GREEN, OURS = for_all(Marking.GREEN), from_one("east")
ROSTER = "organisations: [{id: east, name: East Centre, clearance: green, tags: [partner]}]\n"
NOW = SystemClock().now()


def main() -> None:
    """Print each figure beside its goal, and the bound beside it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--serve", type=Path, help="answer over this home, until standard input ends")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with tempfile.TemporaryDirectory(dir=memory_folder(given.objects * OBJECT_SIZE)) as folder:
        home = Home(Path(folder) / "home")
        secret = made(home)
        with Books(sqlite_url(home.database)) as books:
            books.sharing.objects.publish(GREEN.id, [indicator(each) for each in range(READ)], NOW)
        with served(home) as server:
            reading(server, secret)
            posting(server, secret)
        with Books(sqlite_url(home.database)) as books:
            fill(books, given.objects)
        with served(home) as server:
            pages(server, secret, given.objects)


def made(home: Home) -> str:
    """Make a centre with one partner; give its secret."""
    assert run(["init", "--home", str(home.path)]) == 0
    roster = home.path / "partners.yaml"
    roster.write_text(ROSTER, "utf-8")
    assert run(["organisations", "import", str(roster), "--home", str(home.path)]) == 0
    secret = Secret.new(SECRET)
    with Books(sqlite_url(home.database)) as books:
        for each in (GREEN, OURS):
            books.sharing.objects.open(each)
        entry = By("benchmark", Via.COMMAND).did(NOW, What.ADD_PARTNER, "east")
        books.sharing.partners.add(Partner("east", "East Centre"), secret.digest, entry)
    return secret.reveal()


def indicator(number: int) -> SharedObject:
    """Make an indicator of 448 bytes, as long as those that the peers were measured with."""
    moment = NOW - number * SECOND
    told = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{UUID(int=random.Random(number).getrandbits(128), version=4)}",
        "created": stamp(moment),
        "modified": stamp(moment),
        "name": f"infected machine {number}",
        "indicator_types": ["malicious-activity"],
        "pattern": f"[ipv4-addr:value = '198.51.{number >> 8 & 255}.{number & 255}']",
        "pattern_type": "stix",
        "valid_from": stamp(moment),
        "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
    }
    return SharedObject(str(told["id"]), "indicator", moment, msgspec.json.encode(told))


def serve(path: Path) -> None:
    """Answer over a home; each line asked on standard input is answered with the processor seconds so far."""
    from noroshi.api.server import Server  # noqa: PLC0415  # only in the server's own process
    from noroshi.api.taxii.application import taxii_application  # noqa: PLC0415  # as above
    from noroshi.api.taxii.exchange import Exchange  # noqa: PLC0415  # as above
    from noroshi.app import Application  # noqa: PLC0415  # as above

    with Application.open(Home(path), SystemClock()) as centre:
        server = Server("127.0.0.1", 0)
        with server.beside(taxii_application(Exchange(centre)), lambda: None):
            print(server.address, flush=True)
            for _ in sys.stdin:
                print(time.process_time(), flush=True)


class Served:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._process = process
        self.address = process.stdout.readline().strip()

    def cpu(self) -> float:
        """Say how many processor seconds it has used."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


@contextmanager
def served(home: Home) -> Iterator[Served]:
    """Let a server answer while the block runs."""
    command = [sys.executable, __file__, "--serve", str(home.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Served(process)
        assert process.stdin is not None
        process.stdin.close()


def asked(server: Served, secret: str, path: str, body: bytes | None = None) -> bytes:
    """Ask, as a partner's program."""
    headers = {"Authorization": f"Bearer {secret}", "Accept": TAXII, "Content-Type": TAXII}
    request = urllib.request.Request(f"{server.address}taxii2/centre/{path}", body, headers)
    with urllib.request.urlopen(request) as answer:
        content: bytes = answer.read()
    return content


def all_pages(server: Served, secret: str, collection: Collection) -> int:
    """Read a collection from end to end; give how many bytes that was."""
    size, place = 0, ""
    while True:
        path = f"collections/{collection.id}/objects/?limit={PAGE}" + (f"&next={place}" if place else "")
        content = asked(server, secret, path)
        size += len(content)
        told = json.loads(content[:60].partition(b',"objects"')[0] + b"}")
        if not told["more"]:
            return size
        place = told["next"]


def reading(server: Served, secret: str) -> None:
    """Measure reading 10,000 objects in pages of 1,000, beside joining and sending the same bytes."""
    all_pages(server, secret, GREEN)  # first, for what is imported and compiled

    def once() -> float:
        before = server.cpu()
        all_pages(server, secret, GREEN)
        return server.cpu() - before

    spent = best(once, 5)
    verdict("objects read a processor second", READ / spent, READ_GOAL, "")
    contents = [indicator(each).content for each in range(PAGE)]
    size = sum(map(len, contents))

    def joined() -> float:
        with Stopwatch() as watch:
            for _ in range(100):
                envelope(Page(contents, 1, 2, more=True))
        return watch.cpu / 100

    writing, sending = best(joined), sent(size)
    print(
        f"  the bound: joining {size / writing / 1e9:.1f} GB/s, sending on loopback {size / sending / 1e9:.1f} GB/s; "
        f"a page of {size:,} bytes {1e3 * (writing + sending):.2f} ms of {1e3 * spent / (READ / PAGE):.2f}"
    )


def sent(size: int) -> float:
    """Give the processor seconds that sending so many bytes takes on loopback, at best."""
    import socket  # noqa: PLC0415  # only here
    import threading  # noqa: PLC0415  # only here

    ours, theirs = socket.socketpair()

    def swallow() -> None:
        while theirs.recv(1 << 20):
            pass

    reader = threading.Thread(target=swallow)
    reader.start()
    content = bytes(size)

    def once() -> float:
        before = time.thread_time()
        for _ in range(100):
            ours.sendall(content)
        return (time.thread_time() - before) / 100

    taken = best(once)
    ours.close()
    reader.join()
    theirs.close()
    return taken


def posting(server: Served, secret: str) -> None:
    """Measure posts of 1,000 new objects."""
    bodies = [
        msgspec.json.encode(
            {
                "objects": [
                    msgspec.Raw(indicator(1_000_000 * (turn + 1) + each).content) for each in range(PAGE)
                ]
            }
        )
        for turn in range(POSTS)
    ]
    before = server.cpu()
    for body in bodies:
        asked(server, secret, f"collections/{OURS.id}/objects/", body)
    verdict("objects posted a processor second", POSTS * PAGE / (server.cpu() - before), POST_GOAL, "")


def fill(books: Books, objects: int) -> None:
    """Let there be so many objects in a collection."""
    portion = 20_000
    with Stopwatch() as watch:
        for start in range(READ, objects, portion):
            last = min(start + portion, objects)
            books.sharing.objects.publish(GREEN.id, [indicator(each) for each in range(start, last)], NOW)
    print(f"  {objects:,} objects stored in {watch.wall:.0f} s, made up and published")


def pages(server: Served, secret: str, objects: int) -> None:
    """Measure pages from anywhere, by several filters."""
    dice = random.Random(1)
    every: dict[str, Callable[[], str]] = {
        "a page of 1,000 from anywhere": lambda: (
            f"limit=1000&next={NOW // 1_000 + dice.randrange(objects):x}"
        ),
        "a page by type": lambda: (
            f"limit=1000&match[type]=indicator&next={NOW // 1_000 + dice.randrange(objects):x}"
        ),
        "all versions, from anywhere": lambda: (
            f"limit=1000&match[version]=all&next={NOW // 1_000 + dice.randrange(objects):x}"
        ),
        "one object": lambda: f"match[id]={indicator(dice.randrange(objects)).id}",
        "types of which there are none": lambda: "match[type]=malware,tool",
        "a type of which there is none": lambda: "match[type]=malware",
    }
    for name, query in every.items():
        times, before = [], server.cpu()
        for _ in range(PAGES if "page" in name else 50):
            with Stopwatch() as watch:
                asked(server, secret, f"collections/{GREEN.id}/objects/?{query()}")
            times.append(watch.wall * 1e3)
            time.sleep(1 / pace.SECOND)  # no faster than a partner may ask
        print(f"  {name}: {1e3 * (server.cpu() - before) / len(times):.1f} ms of the server's processor each")
        verdict(f"{name}, among {objects:,}, 99 of 100", percentile(times, 99), PAGE_GOAL, "ms", at_most=True)


if __name__ == "__main__":
    main()
