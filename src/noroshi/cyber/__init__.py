"""Cyberspace, the first domain: packets in, detections of infected machines out."""

from noroshi.cyber.domain import domain

__all__ = ["domain"]
