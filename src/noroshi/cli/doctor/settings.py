"""The settings: what each names is there, and the domain takes its own."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from noroshi.cli.doctor.ages import age
from noroshi.cli.doctor.finding import Findings, Patient, broken, fine, warning
from noroshi.config.delivering import delivery_settings
from noroshi.domains import domain
from noroshi.errors import NoroshiError
from noroshi.organisations.responsibility import Responsibility

_PASSWORD = re.compile(r"://[^/@:]*:[^/@]+@")


def own(patient: Patient) -> Findings:
    """Look whether secrets are where the settings say."""
    try:
        delivery_settings(patient.config)
    except NoroshiError as fault:
        yield broken("settings", fault.message, fault.hint or f"Change {patient.home.settings}.")
    else:
        yield fine("settings", f"{patient.home.settings} is valid, and the secrets it names are there")
    if _PASSWORD.search(patient.config.database.url):
        yield warning(
            "settings",
            "the database's URL holds a password",
            "Move it to ~/.pgpass, which errors never show.",
        )


def of_domain(patient: Patient, responsibility: Responsibility) -> Findings:
    """Look whether the domain takes its settings, and how old the lists are that they name."""
    name = patient.config.watch.domain
    settings = patient.config.domains.get(name, {})
    try:
        domain(name).prepare(settings, responsibility)
    except NoroshiError as fault:
        yield broken(f"domain {name}", fault.message, fault.hint or f"Change {patient.home.settings}.")
    else:
        yield fine(f"domain {name}", "it takes its settings")
    for path in (*_files(settings), *(Path(each) for each in patient.config.watch.announcements)):
        yield from age(path.expanduser(), patient.now)


def _files(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Give the files that a domain's settings name."""
    for value in settings.values():
        if isinstance(value, str) and value and Path(value).expanduser().is_file():
            yield Path(value)
