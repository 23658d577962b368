"""Cyberspace, the first domain: packets in, detections of infected machines out."""
