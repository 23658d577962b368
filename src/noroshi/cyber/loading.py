"""Kernels, loaded before anything arrives: compiled for the first time they take a minute, in which a ring fills."""

from noroshi.columns.schema import allocate
from noroshi.cyber.limits import Limits
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets, Quoted
from noroshi.organisations.responsibility import Responsibility


def load_kernels() -> None:
    """Load what folds packets, or compile it, by a packet that a memory of its own looks at closely."""
    memory = CyberMemory(Responsibility(()), Limits(sources=1, activities=1, victims=1, ranges=1))
    packet = allocate(Packets, 1)
    packet.quoted[:] = Quoted.OURS
    memory.fold(packet, 0, 1)
