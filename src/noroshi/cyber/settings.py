"""The cyber domain's settings: each with its default, unit and reason."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from noroshi.clock import DAY, MINUTE, SECOND
from noroshi.cyber.detectors.dos_victim import DosVictim
from noroshi.cyber.detectors.misconfiguration import Misconfiguration
from noroshi.cyber.detectors.port_rising import PortRising
from noroshi.cyber.detectors.scanning import Thresholds
from noroshi.cyber.limits import Limits
from noroshi.errors import SettingsError

SCANNER_RATE = 100.0
"""Packets a second of a scanner that must not be lost between two hits; Merit's darknet-events assumes it too."""


_SCAN, _STEADY, _VICTIM = Thresholds(), Misconfiguration(), DosVictim()
_RISING = PortRising()


class CyberSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be set under [domains.cyber]."""

    scan_packets: int = _SCAN.packets
    scan_targets: int = _SCAN.targets
    scan_ports: int = _SCAN.ports
    scan_tolerated: float = _SCAN.tolerated
    misconfiguration_packets: int = _STEADY.packets
    misconfiguration_seconds: float = _STEADY.lasting / SECOND
    victim_packets: int = _VICTIM.packets
    victim_seconds: float = _VICTIM.lasting / SECOND
    victim_peak: int = _VICTIM.peak
    quiet_seconds: float = 0.0
    port_sources: int = _RISING.sources
    port_deviations: float = _RISING.deviations
    port_known: int = _RISING.known
    port_seconds: float = Limits().port_bin / SECOND
    memory: int = 3072
    survey_scanners: str = ""


SENTENCES: Mapping[str, str] = {
    "scan_packets": "Packets that an infection alert needs at the least.",
    "scan_targets": "Distinct dark addresses that an infection alert needs.",
    "scan_ports": "Distinct ports that do instead, where there are fewer addresses.",
    "scan_tolerated": "Alerts by chance (forged sources) put up with within the quiet time.",
    "misconfiguration_packets": "Packets that a misconfiguration alert needs.",
    "misconfiguration_seconds": "Seconds over which they must be spread.",
    "victim_packets": "Answers that a denial-of-service alert needs.",
    "victim_seconds": "Seconds over which they must be spread.",
    "victim_peak": "Answers in some 60-second window that it needs.",
    "quiet_seconds": "Seconds of silence that end an infection's episode; 0 chooses by the size of the dark space.",
    "port_sources": "Sources that must ask for a port, at the least, for it to be rising.",
    "port_deviations": "Deviations above what is usual of the port that they must be.",
    "port_known": "Bins that must have been watched before anything is said to rise.",
    "port_seconds": "Seconds of a bin, over which sources are counted by port.",
    "memory": "MiB that the whole process may take; it says how many sources, activities and victims are remembered.",
    "survey_scanners": "Path of a list of known survey scanners (JSON); empty for none.",
}


def read(settings: Mapping[str, Any]) -> CyberSettings:
    """Check the settings.

    Raises
    ------
    SettingsError
        If a key is unknown or a value is of the wrong type or size.
    """
    try:
        read_ = msgspec.convert(dict(settings), CyberSettings)
    except msgspec.ValidationError as fault:
        raise SettingsError(
            f"[domains.cyber]: {fault}", hint="`noroshi init` writes every setting with its default."
        ) from fault
    for name in ("scan_packets", "scan_targets", "scan_ports"):
        if getattr(read_, name) < 1:
            raise SettingsError(f"[domains.cyber] {name}: at least 1, not {getattr(read_, name)}")
    if read_.port_seconds < 1:
        raise SettingsError(f"[domains.cyber] port_seconds: at least 1, not {read_.port_seconds}")
    return read_


def quiet_time(dark_addresses: int, rate: float = SCANNER_RATE) -> int:
    """Say how long a silence ends an activity, ns, given the size of the watched dark space.

    So long that a scanner of `rate` packets a second over all of IPv4 is met again with 99.9 %
    probability: T = ln(1000) / (rate * addresses / 2**32) (Moore, Shannon, Voelker and Savage, "Network
    telescopes", 2004). At least 10 minutes, as flow tools do; at most a day, because after 24 hours an address may be
    another machine's (Moore, Shannon and Brown, "Code-Red", 2002).

    Examples
    --------
    Merit's telescope of 475,136 addresses, whose tool waits 624 s:

    >>> round(quiet_time(475_136) / SECOND)
    624
    """
    if dark_addresses <= 0:
        return DAY
    seconds = math.log(1000) / (rate * dark_addresses / 2**32)
    return int(min(max(seconds * SECOND, 10 * MINUTE), DAY))


def survey_path(settings: CyberSettings) -> Path | None:
    """Give the path of the survey-scanner list, if one is set."""
    return Path(settings.survey_scanners).expanduser() if settings.survey_scanners else None
