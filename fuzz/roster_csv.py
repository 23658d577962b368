"""Garbage for the reader of rosters in CSV."""

from _driver import fuzz
from _rosters import NAMED, ORGANISATIONS, WORDS, reader
from noroshi.organisations.roster_csv import write_csv

SEED = write_csv(ORGANISATIONS).encode()

fuzz(
    reader(".csv"),
    seeds=[SEED, SEED.replace(b",", b";")],
    named=NAMED,
    words=[*WORDS, b",", b";", b'"', b"\r\n", b"\t", b"\0"],
)
