"""`noroshi doctor`: everything that a watch needs, checked."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from noroshi.app import Application
from noroshi.cli.colours import ASIDE, BROKEN, FINE, WARNING
from noroshi.cli.doctor import home as home_check
from noroshi.cli.doctor import machine, settings
from noroshi.cli.doctor.archive import archive
from noroshi.cli.doctor.blocking import blocking
from noroshi.cli.doctor.certificates import certificates
from noroshi.cli.doctor.channels import channels
from noroshi.cli.doctor.finding import Finding, Findings, Level, Patient, broken, fine, warning
from noroshi.cli.doctor.misp import misp
from noroshi.cli.doctor.outbox import outbox
from noroshi.cli.doctor.partners import partners
from noroshi.cli.doctor.reaching import reach
from noroshi.cli.doctor.register import dark_space, operator, register
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Cell, Coloured, Screen
from noroshi.errors import NoroshiError
from noroshi.storage.books import Books

app = command(
    "doctor", "noroshi doctor", "noroshi doctor --offline --json | jq 'select(.level == \"broken\")'"
)

UNSOUND: Final = 9
"""The exit code where something is broken; warnings do not count."""

COLOURS: Final[Mapping[Level, str]] = {Level.FINE: FINE, Level.WARNING: WARNING, Level.BROKEN: BROKEN}

OUTPUTS: Sequence[type[Struct]] = (Finding,)


@app.default
def doctor(*, offline: bool = False, here: Here = EVERYWHERE) -> int:
    """Check everything that a watch needs, and say what to do.

    Nothing is changed and no message is sent. Exit code 9 says that something is broken; warnings do not
    count.

    Parameters
    ----------
    offline
        Do not ask the servers that messages go to.
    """
    screen = here.screen()
    levels: list[Level] = []
    for finding in _checks(here, offline=offline):
        levels.append(finding.level)
        screen.record(finding)
        _show(screen, finding)
    bad, doubtful = levels.count(Level.BROKEN), levels.count(Level.WARNING)
    screen.line()
    screen.line(Coloured(f"{bad} broken", BROKEN if bad else FINE), f", {counted(doubtful, 'warning')}.")
    return UNSOUND if bad else 0


def _checks(here: Here, *, offline: bool) -> Findings:
    yield from machine.versions()
    yield from machine.kernel_cache()
    home = here.place()
    yield from machine.disk(home)
    try:
        is_new = not here.config().database.url and not home.database.exists()
        application = here.application()
    except NoroshiError as fault:
        yield broken("home", fault.message, fault.hint or "Nothing more can be checked.")
        return
    if is_new:
        yield warning(
            "database", "there was none, so an empty one was made", "Restore a back-up, if there is one."
        )
    yield from home_check.folders(home)
    with application, here.books() as books:
        yield from _inside(application, books, offline=offline)


def _inside(application: Application, books: Books, *, offline: bool) -> Findings:
    config = application.config
    yield from home_check.secrets(config)
    yield from home_check.key(application.home, books.people.credentials.seeds())
    faults = books.faults()
    if faults:
        yield broken("database", f"it is damaged: {faults[0]}", "Stop the watch, and restore a back-up.")
    else:
        yield fine("database", "it answers, has the newest schema, and is not damaged")
    patient = Patient(
        application.home, config, books, tuple(books.organisations.all()), application.clock.now()
    )
    yield from settings.own(patient)
    yield from archive(patient)
    try:
        responsibility = application.responsibility()
    except NoroshiError as fault:
        yield broken("register", fault.message, fault.hint or f"Change {application.home.settings}.")
    else:
        yield from register(patient, responsibility)
        yield from operator(patient)
        yield from dark_space(patient, responsibility)
        yield from settings.of_domain(patient, responsibility)
    yield from partners(patient)
    yield from misp(patient)
    yield from blocking(patient)
    yield from channels(patient)
    yield from certificates(patient)
    if not offline:
        yield from reach(patient)
    yield from outbox(patient)


def _show(screen: Screen, finding: Finding) -> None:
    said = Coloured(finding.said, ASIDE if finding.level is Level.FINE else "")
    heads: list[tuple[Cell, int]] = [
        (Coloured(finding.level, COLOURS[finding.level]), 7),
        (finding.check, 12),
    ]
    screen.entry(heads, said, *([finding.advice] if finding.advice else []))
