"""Reasons not to tell."""
