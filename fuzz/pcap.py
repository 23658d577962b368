"""Garbage for the reader of pcap files."""

from _captures import NAMED, PCAPS, read
from _driver import fuzz

fuzz(read, seeds=PCAPS, named=NAMED, words=[data[:24] for data in PCAPS])
