"""What crosses a link: captured at one of its ends, and deciphered with the keys that the programs wrote down."""

import signal
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from _federated.centre import PORT
from _federated.network import Link


class Wire:
    """A link that is listened to.

    Parameters
    ----------
    link
        Which one.
    folder
        Where its capture lies.
    around
        Ends it.
    """

    def __init__(self, link: Link, folder: Path, around: ExitStack) -> None:
        self.link = link
        self.capture = folder / f"{link.name}.pcap"
        end, file = link.other.name, str(self.capture)
        listen = ("tcpdump", "-Z", "root", "-i", end, "-U", "-B", "16384", "-w", file)
        self._listener = subprocess.Popen(link.one.program(*listen), stderr=subprocess.PIPE)
        around.callback(self._listener.kill)
        assert self._listener.stderr is not None
        self._listener.stderr.readline()  # it says so once it listens

    def close(self) -> int:
        """Listen no longer; give how many packets were missed."""
        self._listener.send_signal(signal.SIGINT)
        _, told = self._listener.communicate(timeout=30)
        (missed,) = (line.split()[0] for line in told.splitlines() if b"dropped by kernel" in line)
        return int(missed)

    def said(self, keys: Iterable[Path]) -> Mapping[str, bytes]:
        """Give what each end has said to the other under TLS, by the end's name, deciphered.

        A capture holds what is sent again a second time, and not what never left; tshark puts it in order.
        """
        keyring = self.capture.with_suffix(".keys")
        keyring.write_bytes(b"".join(each.read_bytes() for each in keys if each.exists()))
        # A slow link drops packets, so that later ones come first; and what is not taken apart is shown as it is.
        command = [
            *("tshark", "-r", str(self.capture), "-o", f"tls.keylog_file:{keyring}"),
            *("-o", "tcp.reassemble_out_of_order:TRUE", "-d", f"tcp.port=={PORT},tls"),
            *("--disable-protocol", "http", "-Y", "data.data", "-T", "fields"),
            *("-e", "ip.src", "-e", "tcp.stream", "-e", "data.data"),
        ]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        streams: defaultdict[tuple[str, str], bytearray] = defaultdict(bytearray)
        for line in done.stdout.splitlines():
            source, stream, told = line.split("\t")
            streams[source, stream] += bytes.fromhex(told.replace(",", ""))
        said: defaultdict[str, bytes] = defaultdict(bytes)
        for (source, _), content in streams.items():
            end = self.link.one if source == self.link.address(self.link.one) else self.link.other
            said[end.name] += bytes(content) + b"\n\n"
        return said
