"""Compiled loops over arrays of packets; each has a plain twin in its test."""
