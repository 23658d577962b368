"""Garbage for the reader of checkpoints, with a digest that fits: it guards against accidents, not against people."""

import hashlib
import tempfile
from pathlib import Path

import numpy as np

from _driver import fuzz
from _files import in_file
from noroshi.domains import Place
from noroshi.engine.checkpoint import DIGEST, MAGIC, Checkpoint, read, write
from noroshi.errors import StorageError

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "checkpoint"
    snapshot = {
        "sources": np.zeros(9, [("hi", np.uint64), ("targets", np.uint64, (3,))]),
        "counts": np.zeros((2, 3)),
        "run.until": np.ones(1, np.int64),
    }
    write(path, Checkpoint(snapshot, frozenset(["a.pcap|1|2|3"]), Place("b.pcap|1|2|3", 7)))
    WHOLE = path.read_bytes()

_read = in_file(read)


def parse(body: bytes) -> None:
    """Read a checkpoint of that body, and the body as a checkpoint."""
    _read(MAGIC + hashlib.blake2b(body, digest_size=DIGEST).digest() + body)


fuzz(
    parse,
    seeds=[WHOLE[len(MAGIC) + DIGEST :]],
    named=(StorageError,),
    words=[
        b"\x93NUMPY\x02\x00",
        b"'|O'",
        b"'descr': '<V9999999'",
        b"(99999999999,)",
        b"(" * 300,
        b'"arrays":["a","a"]',
    ],
)
