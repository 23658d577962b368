"""Block-lists over a centre: the allow-list as it stands, what persons do with lists, and what readers get of them."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from noroshi.app.centre import Application
from noroshi.detections.taxonomy import classifications
from noroshi.errors import MoveRefusedError, SettingsError, UsageError
from noroshi.organisations.model import Organisation
from noroshi.organisations.rdap import AbuseContacts
from noroshi.people.audit import AuditBook, By
from noroshi.sharing.allowing.allowed import Allowance, Allowed
from noroshi.sharing.allowing.held import held
from noroshi.sharing.allowing.warning_lists import read_warning_lists
from noroshi.sharing.allowing.written import read_written
from noroshi.sharing.blocking import Listing
from noroshi.sharing.blocklists.abuse_mail import Mail, write
from noroshi.sharing.blocklists.blocking import Blocking
from noroshi.sharing.blocklists.grounds import Grounds
from noroshi.sharing.blocklists.model import Line
from noroshi.sharing.blocklists.serving import current, lines_of
from noroshi.sharing.finding import Finding
from noroshi.sharing.findings import Findings
from noroshi.sharing.outlet import Outlet


class BlockLists:
    """Block-lists of a centre; any thread may ask.

    Parameters
    ----------
    centre
        The centre.
    """

    def __init__(self, centre: Application) -> None:
        self._centre = centre
        self._lock = threading.Lock()
        self._allowed: Allowed | None = None
        self._outlet: Outlet | None = None
        self._state: object = None

    def by(self, audit: AuditBook, by: By) -> Blocking:
        """Give what a person may do with block-lists."""
        centre = self._centre
        return Blocking(centre.sharing.block_lists, self._grounds(), self.allowed, audit, by, centre.clock)

    def served(self, reader: Organisation | None = None) -> Listing:
        """Give what is released and may be listed now; to another reader than the centre itself, as far as it may know the alerts.

        What a partner has told goes to no other organisation: that partner tells whom it wants to.

        Raises
        ------
        SettingsError
            If it is not known what is never listed; nothing is given then.
        StorageError
            If the database fails.
        """
        centre, now = self._centre, self._centre.clock.now()
        lists = centre.sharing.block_lists.served(now)
        return current(lists, self._findings(lines_of(lists), reader), now, self.allowed())

    def abuse_mail(self, block_list: str, contacts: AbuseContacts, sender: str = "") -> Mail:
        """Write abuse mail about what is served of one block-list: two persons have decided that it acts by itself.

        Parameters
        ----------
        sender
            The mailbox that it comes from, where the centre sends it; empty for a person to send.

        Raises
        ------
        NotFoundError
            If there is none of that id.
        MoveRefusedError
            If it is not released.
        UsageError
            If the centre has no mailbox for answers.
        SettingsError
            If it is not known what is never listed.
        """
        centre, now = self._centre, self._centre.clock.now()
        found = centre.sharing.block_lists.get(block_list)
        if not found.is_served(now):
            raise MoveRefusedError(
                f"block-list {found.id} is not released", hint="A different person releases it first."
            )
        grounds = self._grounds().of(found.lines)
        listed = current([found], [each.finding for each in grounds], now, self.allowed()).entries
        named = {each.finding for each in listed}
        marks = centre.sharing.marks.of({line.alert for line in found.lines if line.alert})
        about = [each for each in grounds if each.finding.id in named]
        return write(about, marks, contacts, centre.terms(self.allowed()), sender)

    def allowed(self) -> Allowed:
        """Give what is never listed, put together anew when the register, the settings or a file has changed.

        Raises
        ------
        SettingsError
            If a file cannot be read, or the register cannot be compiled.
        """
        with self._lock:
            state = self._now()
            if self._allowed is None or state != self._state:
                self._allowed, self._outlet, self._state = Allowed(self._allowances()), None, state
            return self._allowed

    def _findings(self, lines: Sequence[Line], reader: Organisation | None) -> Sequence[Finding]:
        if reader is None:
            return [each.finding for each in self._grounds().of(lines)]
        alerts = self._centre.alerts.of_ids({line.alert for line in lines if line.alert})
        return self._way_out().let_out(reader, list(alerts.values())) if alerts else ()

    def _way_out(self) -> Outlet:
        """Give what lets out, made anew when the allow-list is: firewalls ask every minute, and compiling a large register takes seconds."""
        self.allowed()
        with self._lock:
            if self._outlet is None:
                self._outlet = self._centre.outlet()
            return self._outlet

    def _grounds(self) -> Grounds:
        centre = self._centre
        findings = Findings(centre.config.centre.name, centre.sharing.ledger.key(), classifications())
        partners, objects = centre.sharing.partners, centre.sharing.objects
        return Grounds(centre.alerts, centre.indications, partners, objects, findings, centre.clock)

    def _allowances(self) -> Iterator[Allowance]:
        centre = self._centre
        yield from held(centre.responsibility(), centre.clock.now())
        if centre.config.blocking.allow:
            yield from read_written(_path(centre.config.blocking.allow))
        for each in centre.config.blocking.warning_lists:
            yield from read_warning_lists(_path(each))

    def _now(self) -> object:
        """Give what changes whenever the allow-list may have."""
        section = self._centre.config.blocking
        named = [section.allow, *section.warning_lists]
        paths = [path for each in named if each for path in _files(_path(each))]
        stamps = [(str(path), *_stamp(path)) for path in paths]
        return self._centre.organisations.edition(), self._centre.config.watch, section, stamps


def rdap_of(centre: Application) -> Path:
    """Say where the RDAP answers of the settings are.

    Raises
    ------
    UsageError
        If the settings name none.
    """
    named = centre.config.blocking.rdap
    if not named:
        raise UsageError(
            "[blocking] rdap names no RDAP answers", hint="Set it, or say --rdap with a folder of answers."
        )
    return _path(named)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("list.json")) if path.is_dir() else [path]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as fault:
        raise SettingsError(
            f"[blocking]: cannot read {path}: {fault.strerror}",
            hint="Nothing is listed while it is not known what must not be.",
        ) from fault
    return found.st_mtime_ns, found.st_size


def _path(text: str) -> Path:
    return Path(text).expanduser()
