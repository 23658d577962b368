"""Labels: patterns that known tools leave, with the chance of a random match.

A label informs; it never hides an alert and never proves. No label never means "not
infected": in 2025 more IoT bots had no Mirai fingerprint than had it (NICT, February 2026).
"""

import ipaddress
from collections.abc import Mapping

from noroshi.columns.addresses import address_text
from noroshi.cyber.chance import matches_by_chance
from noroshi.cyber.tables.rows import Row
from noroshi.detections.model import Label

BELIEVED = 1e-4
"""A label is shown if chance explains it less often than this."""

SHAPE_BITS = 21
"""A shape fixes a 16-bit window, a 4-bit header length and a flag: bits that a random header would hit."""

SENTENCES: Mapping[str, str] = {
    "mirai": "The TCP sequence number is the target's address, as Mirai and its descendants write it.",
    "zmap": "The IP identification is 54321, as ZMap before 4.1 wrote it; other tools copy it.",
    "zmap-4.1": "The SYNs have the shape that ZMap gives since 4.1; a shape is weak evidence.",
    "masscan": "The IP identification is target xor port xor sequence, as masscan writes it.",
    "nmap": "Window, option and sequence pattern are those of an Nmap SYN scan.",
    "unicornscan": "The sequence numbers hide one key, as Unicornscan writes them.",
    "survey-scanner": "The address is on the list of known survey scanners, as {name}.",
}


def labels_of(activity: Row, survey_scanners: Mapping[str, str]) -> tuple[Label, ...]:
    """Give the labels that chance does not explain.

    Mirai's rule compares 32 bits, so one match is telling. ZMap's and masscan's compare 16, so a lone
    match among thousands of packets is chance. Nmap's and Unicornscan's compare each packet with the
    first, so that one does not count.
    """
    packets, syn, unicorn = activity.packets, activity.syn, max(activity.unicorn, activity.unicorn_swapped)
    candidates = (
        ("mirai", activity.mirai, syn, 32),
        ("zmap", activity.zmap, packets, 16),
        ("zmap-4.1", activity.zmap_shaped, syn, SHAPE_BITS),
        ("masscan", activity.masscan, syn, 16),
        ("nmap", activity.nmap - 1, activity.nmap_shaped - 1, 16),
        ("unicornscan", unicorn, activity.resequenced, 32),
    )
    found = [
        Label(name, matches, of, chance, SENTENCES[name])
        for name, matches, of, bits in candidates
        if matches > 0 and (chance := matches_by_chance(matches, of, bits)) <= BELIEVED
    ]
    scanner = survey_scanners.get(address_text(activity.hi, activity.lo))
    if scanner:
        sentence = SENTENCES["survey-scanner"].format(name=scanner)
        found.append(Label("survey-scanner", packets, packets, 0.0, sentence))
    return tuple(found)


def canonical(address: str) -> str:
    """Write an address the one way that labels look it up by.

    Raises
    ------
    ValueError
        If the text is not an IPv4 or IPv6 address.
    """
    return str(ipaddress.ip_address(address.strip()))
