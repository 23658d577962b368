"""A centre among others: who its partners are, and its service, in a network of its own."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from _centre import Centre, Ports, end
from _federated.network import Namespace
from _webhooks import Webhooks
from noroshi.cyber.scenarios import Scenario
from noroshi.organisations.model import OPERATOR, PARTNER, ChannelKind, Contact, Organisation
from noroshi.sharing.taxii.collection import from_one
from tests.api.certificates import Identity, identity

PORT = 8646
"""Where each centre answers its partners."""

POLL = 0.5
"""Seconds between two pulls: a week goes by in minutes here."""


class Members(Webhooks):
    """The members of a centre, who listen where its service runs."""

    def __init__(self, chance: Any, namespace: Namespace) -> None:
        self._namespace = namespace
        super().__init__(chance)

    async def _listen(self) -> Any:
        protocol = await self._protocol()
        return await self._loop.create_server(protocol, sock=self._namespace.listening(self.port))


class Federated(Centre):
    """A centre that exchanges with others.

    Parameters
    ----------
    folder
        Where its files lie; there is nothing of that name yet.
    namespace
        Where it runs.
    played
        Whose members it has, and what it watches.
    members
        Those members, who listen.
    partners
        Other centres, as it has them in its register.
    """

    def __init__(
        self,
        folder: Path,
        namespace: Namespace,
        played: Scenario,
        members: Members,
        partners: Sequence[Organisation],
    ) -> None:
        folder.mkdir()
        captures = folder / "captures"
        captures.mkdir()
        self.name, self.namespace, self.members = namespace.name, namespace, members
        self.identity: Identity = identity(folder, f"{self.name}.example")
        self.keys = folder / "keys.log"
        """What its TLS can be deciphered with."""
        everybody = replace(played, organisations=(*played.organisations, *partners))
        super().__init__(folder / "home", captures, Ports(members.port, 25), everybody)
        self._section("centre", name=self.name)
        self._section(
            "sharing",
            listen=f"0.0.0.0:{PORT}",
            certificate=str(self.identity.certificate),
            key=str(self.identity.key),
            poll=POLL,
        )
        self._service: subprocess.Popen[bytes] | None = None
        self._is_killed = False
        self.died = 0
        """How often the service has ended of itself."""
        self.largest = 0
        """Bytes of memory that it ever took."""

    def know(self, partner: str, certificate: Path, address: str) -> None:
        """Exchange with a partner, whose server is at an address."""
        self._run(
            *("partners", "add", partner, "--name", partner),
            *("--certificate", str(certificate), "--address", f"https://{address}:{PORT}/taxii2/"),
        )

    def ids(self) -> set[str]:
        """Give the ids of its alerts."""
        return {identity for (identity,) in self._ask("select id from alerts")}

    def repeats(self) -> int:
        """Count the alerts that are about the same as another."""
        same = (
            "select count(*) from alerts where kind not like 'sensor.%' group by kind, subject, organisation"
        )
        return sum(count - 1 for (count,) in self._ask(same))

    def opened(self) -> dict[tuple[str, str], int]:
        """Give when each alert was first recorded (ns UTC): (kind, subject) -> moment."""
        asked = (
            "select kind, subject, min(at) from alerts join history on alerts.id = history.alert "
            "where history.deed = 'opened' group by kind, subject"
        )
        return {(kind, subject): at for kind, subject, at in self._ask(asked)}

    def detections(self) -> list[str]:
        """Give what its alerts are about, as JSON, with all the evidence."""
        return [detection for (detection,) in self._ask("select detection from alerts")]

    def heard(self, partner: str) -> bytes:
        """Give the objects that a partner has told it."""
        kept = "select content from objects join collections on objects.collection = collections.number"
        return b"\n".join(
            content for (content,) in self._ask(f"{kept} where collections.id = '{from_one(partner).id}'")
        )

    def log_lines(self) -> list[str]:
        """Give what its service has logged."""
        return self.log.read_text("utf-8").splitlines()

    def shown(self, partner: str) -> str:
        """Give what the centre says about a partner."""
        words = ("partners", "show", partner, "--json", "--home", str(self.home))
        done = subprocess.run(
            (sys.executable, "-m", "noroshi", *words), capture_output=True, check=True, text=True
        )
        return done.stdout

    def start(self) -> None:
        """Start the service, unless it runs."""
        if self._service is not None and self._service.poll() is not None and not self._is_killed:
            self.died += 1
        if self._service is None or self._service.poll() is not None:
            self._is_killed = False
            os.environ["SSLKEYLOGFILE"] = str(self.keys)
            self._service = self.serve(self.namespace.program(sys.executable, "-m", "noroshi"))
            del os.environ["SSLKEYLOGFILE"]

    def answers(self) -> bool:
        """Tell whether it answers partners."""
        try:
            with self.namespace.inside(), socket.create_connection(("127.0.0.1", PORT), 1):
                return True
        except OSError:
            return False

    def end(self) -> int:
        """End the service in order; give its exit code."""
        self._measure()
        return 0 if self._service is None else end(self._service)

    def kill(self) -> None:
        """Kill the service, in the midst of anything."""
        if self._service is not None:
            self._measure()
            self._is_killed = True
            self._service.kill()
            self._service.wait()

    def _measure(self) -> None:
        """See how much memory the service has ever taken."""
        if self._service is None or self._service.poll() is not None:
            return
        for line in Path(f"/proc/{self._service.pid}/status").read_text("ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmHWM":
                self.largest = max(self.largest, int(value.split()[0]) * 1024)

    @staticmethod
    def _reached(played: Scenario, ports: Ports) -> Scenario:
        """Let all members be told by webhook; partners are not told that way."""
        hook = Contact(ChannelKind.WEBHOOK, f"http://127.0.0.1:{ports.webhooks}/")
        everybody = [
            each if PARTNER in each.tags else replace(each, contacts=(hook,)) for each in played.organisations
        ]
        return replace(played, organisations=(replace(everybody[0], tags=(OPERATOR,)), *everybody[1:]))

    def _section(self, section: str, **values: object) -> None:
        """Set what a section says."""
        settings = self.home / "noroshi.toml"
        head, mark, rest = settings.read_text("utf-8").partition(f"[{section}]\n")
        for name, value in values.items():
            rest = re.sub(
                rf"^#?{name} = .*$",
                f"{name} = {msgspec.json.encode(value).decode()}",
                rest,
                count=1,
                flags=re.MULTILINE,
            )
        settings.write_text(head + mark + rest, "utf-8")
