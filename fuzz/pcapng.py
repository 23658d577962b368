"""Garbage for the reader of pcapng files."""

from _captures import NAMED, PCAPNGS, read
from _driver import fuzz

fuzz(read, seeds=PCAPNGS, named=NAMED, words=[PCAPNGS[0][:28], PCAPNGS[1][:28], PCAPNGS[0][28:76]])
