"""`noroshi alerts samples`: an alert's sample packets as a capture file."""

from pathlib import Path

from msgspec import Struct

from noroshi.app.samples import capture_of
from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.saving import save
from noroshi.clock import SystemClock
from noroshi.people.audit import What

app = command("samples", "noroshi alerts samples A-7QX3M2K --out samples.pcap")


class SamplesTaken(Struct, frozen=True):
    """Sample packets that were written to a file."""

    alert: str
    """The alert's id."""
    path: str
    """The file."""
    bytes: int
    """Its size."""


OUTPUTS = (SamplesTaken,)


@app.default
def samples(alert: str, /, *, out: Path, by: str = "", here: Here = EVERYWHERE) -> None:
    """Write an alert's sample packets to a pcap file.

    The file has their first bytes. The audit has that you did.

    Parameters
    ----------
    alert
        Its id, in capitals or not.
    out
        The file, which is replaced.
    by
        Who does it; else your login name.
    """
    reader = doer(by)
    with here.books() as books:
        found = books.alerts.get(alert)
        capture = capture_of(found)
        books.people.audit.write([reader.did(SystemClock().now(), What.READ_SAMPLES, found.id)])
    save(out, capture)
    screen = here.screen()
    screen.record(SamplesTaken(found.id, str(out), len(capture)))
    screen.line(f"{out}: {len(capture):,} bytes")
