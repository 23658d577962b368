"""Captures in, alerts as they happen: the command, and what it shows on the way."""
