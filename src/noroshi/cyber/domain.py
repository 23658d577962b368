"""The cyber domain as a value."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from noroshi.clock import DAY, SECOND
from noroshi.columns.prefixes import ipv4_sizes
from noroshi.cyber.detectors.dos_victim import DosVictim
from noroshi.cyber.detectors.infection_external import InfectionExternal
from noroshi.cyber.detectors.infection_internal import InfectionInternal
from noroshi.cyber.detectors.misconfiguration import Misconfiguration
from noroshi.cyber.detectors.port_rising import PortRising
from noroshi.cyber.detectors.scanning import Thresholds
from noroshi.cyber.detectors.sensor_answering import SensorAnswering
from noroshi.cyber.detectors.sensor_two_way import SensorTwoWay
from noroshi.cyber.limits import Limits
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.loading import ready_onlooker
from noroshi.cyber.samples import capture_of
from noroshi.cyber.settings import SENTENCES, CyberSettings, quiet_time, read, survey_path
from noroshi.cyber.sources.opening import open_source
from noroshi.cyber.survey_scanners import read_survey_scanners
from noroshi.detections.detector import NEVER
from noroshi.detections.guide import Guides
from noroshi.domains import Domain, Watch
from noroshi.organisations.responsibility import Responsibility

LEAP = DAY
"""ns: no sensor of the Internet's noise is without a packet for so long, but a damaged record may say so."""


def prepare(settings: Mapping[str, Any], responsibility: Responsibility) -> Watch:
    """Make the memory and the detectors for one run.

    Raises
    ------
    SettingsError
        If a setting is wrong, or the survey-scanner list cannot be read.
    """
    wanted = read(settings)
    listed = survey_path(wanted)
    quiet = int(wanted.quiet_seconds * SECOND) or quiet_time(_dark_addresses(responsibility))
    scanners = read_survey_scanners(listed) if listed else {}
    thresholds = Thresholds(
        wanted.scan_packets, wanted.scan_targets, wanted.scan_ports, wanted.scan_tolerated
    )
    detectors = (
        InfectionInternal(thresholds),
        InfectionExternal(thresholds),
        DosVictim(wanted.victim_packets, int(wanted.victim_seconds * SECOND), wanted.victim_peak),
        Misconfiguration(wanted.misconfiguration_packets, int(wanted.misconfiguration_seconds * SECOND)),
        SensorAnswering(),
        SensorTwoWay(),
        PortRising(wanted.port_sources, wanted.port_deviations, wanted.port_known),
    )
    limits = Limits.within(wanted.memory, quiet, int(wanted.port_seconds * SECOND))
    memory = CyberMemory(responsibility, limits, scanners)
    return Watch(memory, detectors, LEAP, memory.ports.traffic)


def _dark_addresses(responsibility: Responsibility) -> int:
    """Count the IPv4 addresses that are dark until further notice; the wall clock has no say in a replay."""
    table = responsibility.at(NEVER)
    return int(ipv4_sizes(table.prefixes, len(table.dark))[table.dark].sum())


_DEFAULTS = CyberSettings()

domain = Domain(
    name="cyber",
    sentence="Unsolicited packets to unused address space.",
    observations=Packets,
    subject_kinds={"address": "An IPv4 or IPv6 address.", "port": "A protocol and a port of it."},
    kinds={
        "infection.internal": "A machine of yours scans unused addresses inside your own network.",
        "infection.external": "A machine of yours scans unused addresses of others.",
        "dos.victim": "A machine of yours seems to be under a denial-of-service attack.",
        "misconfiguration": "A machine of yours keeps sending to an address where nobody is.",
        "sensor.answering": "A range that is registered as dark answers.",
        "sensor.two-way": "A range that is registered as dark sends, and has probably gone live.",
        "port.rising": "Far more sources than usual ask for one port.",
    },
    indications=("port.rising",),
    campaigns=("infection.internal", "infection.external", "dos.victim"),
    dark_kinds=frozenset({"sensor.answering", "sensor.two-way"}),
    prepare=prepare,
    open=open_source,
    capture=capture_of,
    onlooker=ready_onlooker,
    guides=Guides(files("noroshi.cyber") / "guides"),
    settings={name: (getattr(_DEFAULTS, name), sentence) for name, sentence in SENTENCES.items()},
)
