"""Garbage for the reader of rosters in YAML."""

from _driver import fuzz
from _rosters import NAMED, ORGANISATIONS, WORDS, reader
from noroshi.organisations.roster_yaml import write_yaml

fuzz(
    reader(".yaml"),
    seeds=[write_yaml(ORGANISATIONS).encode()],
    named=NAMED,
    words=[*WORDS, *b": \n- &*!|>'\"{}[]#%@`".split()],
)
