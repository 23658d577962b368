"""Three centres that know each other, a week that happens to them, and who listens on their wires."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from _centre import Alerts, Centre, Ports
from _federated.centre import Federated, Members
from _federated.law import blind, told
from _federated.network import Network
from _federated.rogue.partner import HOSTILE, Rogue
from _federated.week import DARK, Week, week
from _federated.wire import Wire
from noroshi.clock import SECOND, SystemClock
from noroshi.cyber.scenarios import generate
from noroshi.organisations.model import PARTNER, Marking, Organisation, Use
from tests.cli.watching import cut

READY = 180
"""Seconds that services may take to start; kernels may have to be compiled."""

PIECES = 28
"""Captures that arrive at each centre, one after the other: four a day."""


class Stage:
    """Three centres, none of which runs yet.

    Parameters
    ----------
    folder
        Where everything lies.
    members
        Of each centre.
    seed
        Decides what happens.
    around
        Ends what was started.
    """

    def __init__(self, folder: Path, members: int, seed: int, around: ExitStack) -> None:
        self.chance = random.Random(seed)
        self.counts: Counter[str] = Counter()
        """How often each trouble has happened, by name."""
        self.played: Week = week(members, seed, SystemClock().now())
        self.cleared = self._clearances()
        """(speaker, hearer) -> what the second may receive, as the register of the first has it."""
        self.network = Network((*DARK, HOSTILE.id), around)
        self.wires = [Wire(link, folder, around) for link in self.network.links if link.other.name in DARK]
        self.centres = {name: self._centre(folder / name, name, around) for name in DARK}
        for one in self.centres.values():
            for other in self.centres.values():
                if other is not one:
                    address = self.network.address(other.name, seen_from=one.name)
                    one.know(other.name, other.identity.certificate, address)
        self.rogue = Rogue(folder / HOSTILE.id, self.network, self.centres, self.chance)
        self._pieces = {name: self._cut(folder, name) for name in DARK}
        self._folder = folder

    @property
    def left(self) -> int:
        """How many captures have not arrived yet, at each centre."""
        return max(map(len, self._pieces.values()))

    def arrive(self) -> None:
        """Put the next capture where each centre's capture program would have closed it."""
        for name, pieces in self._pieces.items():
            piece, captures = pieces.pop(0), self.centres[name].captures
            beside = captures / f".{piece.name}"
            shutil.copy(piece, beside)
            os.utime(beside)
            beside.rename(captures / piece.name)

    def start(self) -> None:
        """Start all services, and wait until partners are answered."""
        self._compile()
        self.keep_alive()
        until = time.monotonic() + READY
        for each in self.centres.values():
            while not each.answers():
                if time.monotonic() > until:
                    raise TimeoutError("\n".join(each.log_lines()))
                time.sleep(0.2)

    def keep_alive(self) -> None:
        """Start each service that does not run, as systemd does."""
        for each in self.centres.values():
            each.start()

    def expected(self, name: str) -> Alerts:
        """Give what must be alerted at a centre: what it sees, and what others may tell it of its members."""
        others = [other for other in DARK if other != name]
        tellable = {
            address
            for other in others
            for address in told(other, name, self.cleared[other, name], self.played)
        }
        return {
            (machine.kind, machine.address, machine.owner.id if machine.centre == name else machine.centre)
            for machine in self.played.machines
            if name in machine.seen_by or (machine.centre == name and machine.address in tellable)
        }

    def is_exchanged(self) -> bool:
        """Tell whether each has what others may tell it, also of what it sees itself."""
        return all(
            not blind(self.centres[hearer].heard(speaker), told(speaker, hearer, cleared, self.played))
            for (speaker, hearer), cleared in self.cleared.items()
        )

    def delays(self) -> list[float]:
        """Give the seconds from an alert's record where a machine is seen to that at its member's centre, which sees it not."""
        opened = {name: centre.opened() for name, centre in self.centres.items()}
        delays = []
        for machine in self.played.machines:
            what = (machine.kind, machine.address)
            seen = [opened[name][what] for name in machine.seen_by if what in opened[name]]
            if machine.centre not in machine.seen_by and seen and what in opened[machine.centre]:
                delays.append((opened[machine.centre][what] - min(seen)) / SECOND)
        return delays

    def keys(self) -> Sequence[Path]:
        """Give the files with the keys of all TLS."""
        return [each.keys for each in self.centres.values()]

    def _compile(self) -> None:
        """Let one watch compile the kernels for all: three services at once would each take minutes for it, and more when killed."""
        name, pieces = next(iter(self._pieces.items()))
        captures = self._folder / "compiled"
        captures.mkdir()
        shutil.copy(pieces[0], captures)
        calm = Centre(self._folder / "calm", captures, Ports(9, 9), self.played.seen[name])
        command = ("watch", str(captures), "--once", "--no-delivery", "--home", str(calm.home))
        subprocess.run((sys.executable, "-m", "noroshi", *command), check=True, capture_output=True)

    def _clearances(self) -> Mapping[tuple[str, str], Marking]:
        """Clear each for what is amber, as what is known of a member's machine is; and one of them, of another, for less."""
        pairs = [(one, other) for one in DARK for other in DARK if one != other]
        return {**dict.fromkeys(pairs, Marking.AMBER), self.chance.choice(pairs): Marking.GREEN}

    def _centre(self, folder: Path, name: str, around: ExitStack) -> Federated:
        namespace = self.network.namespaces[name]
        partners = [self._partner(other, self.cleared[name, other]) for other in DARK if other != name]
        partners.append(HOSTILE)
        members = Members(random.Random(self.chance.random()), namespace)
        around.callback(members.down)
        centre = Federated(folder, namespace, self.played.seen[name], members, partners)
        around.callback(centre.kill)
        return centre

    def _partner(self, name: str, clearance: Marking) -> Organisation:
        """Give a centre as others have it: it answers for what its members hold."""
        members = self.played.members[name]
        held = tuple(each for member in members for each in member.holdings if each.use is Use.LIVE)
        return Organisation(name, name, (), held, clearance, tags=(PARTNER,))

    def _cut(self, folder: Path, name: str) -> list[Path]:
        whole = folder / f"{name}.pcap"
        generate(self.played.seen[name], whole)
        return cut(whole, folder / f"{name}-pieces", PIECES)
