"""A partner that does what it can to harm those who trusted it."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from _federated.centre import Federated
from _federated.network import Network
from _federated.rogue.answers import ANSWERS
from _federated.rogue.objects import HELD, NAME
from _federated.rogue.sender import Sender, Target
from _federated.rogue.sendings import SENDINGS
from _federated.rogue.server import WRONG_CERTIFICATE, RogueServer
from noroshi.organisations.model import PARTNER, Holding, HoldingKind, Marking, Organisation
from tests.api.certificates import identity

CLEARED = Marking.GREEN
"""What it may receive."""

HOSTILE = Organisation(NAME, NAME, (), (Holding(HoldingKind.PREFIX, HELD),), CLEARED, tags=(PARTNER,))
"""As the others have it in their registers."""


class Rogue:
    """The hostile partner: a server, and one that sends to each centre.

    Parameters
    ----------
    folder
        Where its certificates lie.
    network
        Where it lives, with the others.
    centres
        Whose partner it is.
    chance
        Decides what it does when.
    """

    def __init__(
        self, folder: Path, network: Network, centres: Mapping[str, Federated], chance: random.Random
    ) -> None:
        folder.mkdir()
        namespace = network.namespaces[NAME]
        ours, other = identity(folder, NAME), identity(folder, "nobody")
        addresses = {name: network.address(name, seen_from=NAME) for name in centres}
        self._centres, self._addresses = centres, addresses
        self._server = RogueServer(namespace, ours, other, ANSWERS, addresses.values())
        self._senders = {
            name: Sender(Target(address, namespace, ours, other, []), SENDINGS, chance.random())
            for name, address in addresses.items()
        }
        for name, centre in centres.items():
            centre.know(NAME, ours.certificate, network.address(NAME, seen_from=name))

    def start(self) -> None:
        """Begin to send."""
        for sender in self._senders.values():
            sender.start()

    def stop(self) -> None:
        """Do no more harm."""
        for sender in self._senders.values():
            sender.stop()
        self._server.close()

    def outlived(self, centre: str) -> None:
        """Know that a centre is dead, which may not have lived to say what was done to it last."""
        self._server.forget(self._addresses[centre])

    def done(self) -> Mapping[str, int]:
        """Count its deeds, by name."""
        done: Counter[str] = Counter()
        for sender in self._senders.values():
            done.update({f"{NAME} sent {name}": times for name, times in sender.done.items()})
        for answered in self._server.done.values():
            done.update({f"{NAME} answered {name}": times for name, times in answered.items()})
        return done

    def heard(self, centre: str) -> bytes:
        """Give all that a centre has said to it."""
        return self._senders[centre].heard() + self._server.heard(self._addresses[centre])

    def uncounted(self) -> Iterator[str]:
        """Say which deeds were answered otherwise than they should, and which a centre that met them says nothing of."""
        for name, centre in self._centres.items():
            sender, shown = self._senders[name], centre.shown(NAME)
            for deed, answer in sorted(sender.answered):
                yield f"{name} answered {deed!r} of {NAME} with {answer}"
            counted = {deed.counted: deed.name for deed in SENDINGS if sender.done[deed.name]}
            met = self._server.done[self._addresses[name]]
            counted |= {deed.counted: deed.name for deed in ANSWERS if met[deed.name]}
            counted |= {WRONG_CERTIFICATE: "wrong certificate"} if met[WRONG_CERTIFICATE] else {}
            for reason, deed in counted.items():
                if reason not in shown:
                    yield f"{name} says nothing of {deed!r} of {NAME}: {reason!r}"
