"""An onlooker whose kernels are loaded: compiled for the first time they take most of a minute, in which packets would wait."""

import numpy as np

from noroshi.columns.addresses import address_words
from noroshi.columns.schema import allocate
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.onlooker import PacketOnlooker
from noroshi.onlooking import View
from noroshi.organisations.model import Holding, HoldingKind, Organisation
from noroshi.organisations.responsibility import Responsibility

_ADDRESS = "192.0.2.1"


def ready_onlooker(responsibility: Responsibility) -> PacketOnlooker:
    """Make an onlooker that has nothing to compile or to load once packets come."""
    _load()
    return PacketOnlooker(responsibility)


def _load() -> None:
    """Let an onlooker of its own do all that one does, with a packet that every kernel has to do with."""
    member = Organisation("one", "One", holdings=(Holding(HoldingKind.PREFIX, f"{_ADDRESS}/32"),))
    onlooker = PacketOnlooker(Responsibility([member], ["0.0.0.0/0"]))
    for view in (View(), View(member.id)):
        onlooker.look(view, lambda: None)
    onlooker.emphasise([_ADDRESS])
    onlooker.cut()
    packet = allocate(Packets, 1)
    hi, lo = address_words(_ADDRESS)
    packet.source_hi[:], packet.source_lo[:] = np.uint64(hi), np.uint64(lo)
    onlooker.see(packet)
    onlooker.cut()
