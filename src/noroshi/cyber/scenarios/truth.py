"""What is true about a file of made traffic."""

import inspect
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from msgspec import Struct, json

from noroshi.columns.addresses import address_words
from noroshi.columns.schema import U64
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.scenario import Scenario, distinct_sources

MOST_LISTED = 100
"""Addresses of one actor in the truth; more would make its file larger than the capture."""


class Planted(Struct, frozen=True, kw_only=True):
    """Something that a watch should judge rightly, and what the file holds of it."""

    actor: str
    """Who sends it, by name."""
    subject: str
    """The address, the dark range or the port that it is about."""
    organisation: str
    """Who answers for the subject, by id; empty if nobody does, who then is not told."""
    kind: str | None
    """The kind of detection to expect, null if there should be none."""
    must_alert: bool
    """Whether somebody must be told; if false, nobody may be."""
    why: str
    """What makes it clear, in one sentence."""
    fingerprint: str | None
    """The label that all its packets match, if any."""
    packets: int
    """Packets of that actor about that subject."""
    first: int | None
    """ns UTC; null if there is no packet."""
    last: int | None
    """ns UTC; null if there is no packet."""


class Part(Struct, frozen=True, kw_only=True):
    """What one actor of the scenario does in the file, whether or not a watch should judge it."""

    actor: str
    """Its name."""
    behaviour: str
    """What it does, in one sentence."""
    packets: int
    """Repetitions counted."""
    sources: int
    """Distinct source addresses."""
    addresses: tuple[str, ...]
    """The sources, if they are few enough to list."""


class Truth(Struct, frozen=True, kw_only=True):
    """What is true about one file.

    Whoever is not planted as one to alert about must not be alerted about.
    """

    scenario: str
    seed: int
    packets: int
    bytes: int
    """Of the capture before compression, its own header and records counted."""
    sources: int
    """Distinct source addresses."""
    first: int
    """ns UTC."""
    last: int
    """ns UTC."""
    monitored: tuple[str, ...]
    """Dark prefixes that the centre watches, whoever holds them."""
    parts: tuple[Part, ...]
    """What each actor does; one without anything planted is not to be alerted about."""
    planted: tuple[Planted, ...]

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(json.format(json.encode(self), indent=2) + b"\n")


class Tally:
    """Counts packets, and what is planted among them, while they are made."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._packets = dict.fromkeys((actor.name for actor in scenario.actors), 0)
        self._planted = {actor.name: _Subjects(actor.name, actor.plants) for actor in scenario.actors}
        self._first, self._last = scenario.end, scenario.start

    def count(self, actor: str, packets: Packets) -> None:
        """Count some packets of an actor; they are in order of time."""
        if len(packets.time) == 0:
            return
        self._packets[actor] += len(packets.time)
        self._first = min(self._first, int(packets.time[0]))
        self._last = max(self._last, int(packets.time[-1]))
        self._planted[actor].count(packets)

    @property
    def packets(self) -> int:
        """How many were counted so far."""
        return sum(self._packets.values())

    def truth(self, size: int) -> Truth:
        """Say what is true about a capture of so many bytes."""
        scenario = self._scenario
        return Truth(
            scenario=scenario.name,
            seed=scenario.seed,
            packets=self.packets,
            bytes=size,
            sources=scenario.sources,
            first=self._first,
            last=self._last,
            monitored=scenario.monitored,
            parts=tuple(self._part(actor) for actor in scenario.actors),
            planted=tuple(planted for subjects in self._planted.values() for planted in subjects.planted()),
        )

    def _part(self, actor: Actor) -> Part:
        sources = distinct_sources([actor])
        everybody = (senders.texts(self._scenario.seed) for senders in actor.everybody)
        return Part(
            actor=actor.name,
            behaviour=sentence_of(type(actor)),
            packets=self._packets[actor.name],
            sources=sources,
            addresses=tuple(dict.fromkeys(chain(*everybody))) if sources <= MOST_LISTED else (),
        )


def sentence_of(behaviour: type[Actor]) -> str:
    """Give the first sentence of an actor's docstring: what it does."""
    return (inspect.getdoc(behaviour) or "").partition("\n")[0]


class _Subjects:
    """The planted subjects of one actor, and what was seen of each."""

    def __init__(self, actor: str, plants: Sequence[Plant]) -> None:
        self._actor = actor
        senders = [
            (*address_words(address), number)
            for number, plant in enumerate(plants)
            for address in plant.senders or (plant.subject,)
        ]
        hi, lo, which = np.array(senders, np.uint64).reshape(-1, 3).T
        keys = _key(hi, lo)
        order = np.argsort(keys)
        self._plants = plants
        self._keys, self._which = keys[order], which[order].astype(np.int64)
        self._count = np.zeros(len(plants), np.int64)
        self._first = np.full(len(plants), np.iinfo(np.int64).max)
        self._last = np.zeros(len(plants), np.int64)

    def count(self, packets: Packets) -> None:
        if not self._plants:
            return
        is_error = packets.quoted > 0
        subject = _key(
            np.where(is_error, packets.quoted_hi, packets.source_hi),
            np.where(is_error, packets.quoted_lo, packets.source_lo),
        )
        place = np.minimum(np.searchsorted(self._keys, subject), len(self._keys) - 1)
        known = self._keys[place] == subject
        plant, time = self._which[place[known]], packets.time[known]
        self._count += np.bincount(plant, minlength=len(self._count))
        np.minimum.at(self._first, plant, time)
        np.maximum.at(self._last, plant, time)

    def planted(self) -> Iterator[Planted]:
        for plant, count, first, last in zip(self._plants, self._count, self._first, self._last, strict=True):
            yield Planted(
                actor=self._actor,
                subject=plant.subject,
                organisation=plant.organisation,
                kind=plant.kind,
                must_alert=plant.kind is not None and plant.organisation != "",
                why=plant.why,
                fingerprint=plant.fingerprint,
                packets=int(count),
                first=int(first) if count else None,
                last=int(last) if count else None,
            )


def _key(hi: U64, lo: U64) -> U64:
    """Give one word for an address: the two families differ, and so do all planted addresses."""
    return hi << np.uint64(32) ^ hi >> np.uint64(32) ^ lo
