"""A watch centre, put together: settings, database, register, desk, and what is watched."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import structs

from noroshi.alerts.book import AlertBook
from noroshi.alerts.desk import Desk
from noroshi.alerts.follow_up import FollowUp
from noroshi.clock import DAY, SECOND, Clock
from noroshi.config.home import Home
from noroshi.config.reading import read
from noroshi.config.secret_key import seals_of
from noroshi.config.sections import Config
from noroshi.config.signing_in import people_settings
from noroshi.delivery.book import OutboxBook
from noroshi.detections.archive import NoArchive
from noroshi.detections.taxonomy import classifications
from noroshi.domains import Domain, Sourcing, domain, indications
from noroshi.engine.keeping import Keeper
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.engine.watching import Watching
from noroshi.errors import NoroshiError
from noroshi.indications.book import IndicationBook
from noroshi.indications.logbook import Logbook
from noroshi.organisations.announcements import held_numbers, read_announcements
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.origins import Origins
from noroshi.organisations.responsibility import Responsibility
from noroshi.people.books import PeopleBooks
from noroshi.people.door import Door
from noroshi.people.sealing import Seals
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.centre import Centre
from noroshi.sharing.findings import Findings
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.signs.outlet import SignOutlet
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.archive import ParquetArchive
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.epoch import epoch_of
from noroshi.storage.indications import SqlIndicationBook
from noroshi.storage.organisations import SqlOrganisationBook
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.people.books import people_books
from noroshi.storage.sharing.books import sharing_books


class Application:
    """One watch centre.

    Parameters
    ----------
    home
        Where its state lies.
    config
        Its settings.
    clock
        Tells the time.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """

    def __init__(self, home: Home, config: Config, clock: Clock) -> None:
        self.home = home
        self.config = config
        self.clock = clock
        self._engine = open_database(config.database.url or sqlite_url(home.database), lambda: self.seals)
        self.organisations: OrganisationBook = SqlOrganisationBook(self._engine)
        self.alerts: AlertBook = SqlAlertBook(self._engine)
        self.indications: IndicationBook = SqlIndicationBook(self._engine)
        self.messages: OutboxBook = SqlOutboxBook(self._engine)
        self.people: PeopleBooks = people_books(self._engine)
        self.sharing: SharingBooks = sharing_books(self._engine)

    @classmethod
    def open(cls, home: Home, clock: Clock) -> Self:
        """Open the centre of a home.

        Raises
        ------
        StorageError
            If there is none, or its database cannot be used.
        SettingsError
            If its settings are wrong.
        """
        home.check()
        return cls(home, read(home.settings), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.messages.release()
        self._engine.dispose()

    @cached_property
    def domain(self) -> Domain:
        """The domain that is watched.

        Raises
        ------
        UsageError
            If it is not installed.
        """
        return domain(self.config.watch.domain)

    @cached_property
    def seals(self) -> Seals:
        """What only this centre may read.

        Raises
        ------
        StorageError
            If the home has no key, and none can be made.
        """
        return seals_of(self.home.key)

    @cached_property
    def door(self) -> Door:
        """Who may come in, and what they may do; one for a process, for it counts attempts.

        Raises
        ------
        SettingsError
            If a setting of [console] is wrong.
        """
        return Door.over(self.people, people_settings(self.config), self.clock, lambda: self.seals)

    def epoch(self) -> str:
        """Say which life of the database this is: another one may have given the same numbers to something else.

        Raises
        ------
        StorageError
            If the database fails.
        """
        return epoch_of(self._engine)

    def answers_at(self, listen: str) -> None:
        """Note where the console answers: links and passkeys name it, unless [console] public says otherwise.

        Parameters
        ----------
        listen
            HOST:PORT, with the port that the system chose.
        """
        console = structs.replace(self.config.console, listen=listen)
        self.config = structs.replace(self.config, console=console)

    def responsibility(self) -> Responsibility:
        """Compile the register as it stands now.

        Raises
        ------
        SettingsError
            If a monitored prefix is none.
        UsageError, RosterError
            If a list of announcements cannot be read.
        """
        organisations = self.organisations.all()
        announced = read_announcements(self._announcements, held_numbers(organisations))
        return Responsibility(organisations, self.config.watch.monitored, announced)

    def desk(self, responsibility: Responsibility | None = None) -> Desk:
        """Make the desk, over the register as it stands now or as it was compiled."""
        section = self.config.follow_up
        follow_up = FollowUp(section.remind * DAY, section.escalate * DAY, section.quiet * DAY)
        return Desk(self.alerts, responsibility or self.responsibility(), self.clock, follow_up)

    def outlet(self, compiled: Responsibility | None = None) -> Outlet:
        """Make what lets out what partners may know, over the register as it stands now or as it was compiled.

        Raises
        ------
        SettingsError, UsageError, RosterError
            As for `responsibility`; of lists of countries too.
        """
        responsibility = compiled or self.responsibility()
        countries = [Path(path).expanduser() for path in self.config.watch.countries]
        origins = Origins.read([*self._announcements, *countries], responsibility.held())
        key = self.sharing.ledger.key()
        findings = Findings(self.config.centre.name, key, classifications(), origins)
        organisations = {each.id: each for each in responsibility.organisations}
        return Outlet(self.alerts, self.sharing, findings, organisations, self.clock)

    def terms(self, allowed: Allowed) -> Terms:
        """Say under which terms formats are written now.

        Parameters
        ----------
        allowed
            What no block-list has.
        """
        section = self.config.centre
        centre = Centre(section.name, section.answer_to, section.answer_to.partition("@")[2])
        return Terms(centre, self.clock.now(), allowed)

    def sign_outlet(self) -> SignOutlet:
        """Make what lets out what partners may know of indications."""
        name, books = self.config.centre.name, self.sharing
        return SignOutlet(name, books.releases, books.signs, indications(), self.clock)

    def watch(
        self, names: Sequence[str], sourcing: Sourcing, *, afresh: bool = False, shown: bool = False
    ) -> Watching:
        """Make ready to watch what a person named.

        Parameters
        ----------
        names
            Files, patterns, directories, or "-".
        afresh
            Leave behind what an earlier watch of the same names has kept.
        shown
            Let people look on, where the domain has something to show.

        Raises
        ------
        UsageError
            If there is no such source.
        SettingsError
            If a setting is wrong.
        """
        responsibility = self.responsibility()
        run = self._run(responsibility)
        onlooker = self.domain.onlooker(responsibility) if shown and self.domain.onlooker else None
        source = self.domain.open(names, replace(sourcing, monitored=responsibility.dark()))
        archive = ParquetArchive(self.home.detections) if self.config.watch.archive else NoArchive()
        lasting = source.lasting()
        keeper = Keeper(self.checkpoint(lasting), archive) if lasting else None
        if afresh and keeper:
            keeper.forget()
        sensor = Sensor(", ".join(lasting), self.clock) if lasting and sourcing.follow else None
        return Watching(
            source,
            run,
            self.desk(responsibility),
            keeper,
            archive,
            sensor,
            onlooker=onlooker,
            logbook=Logbook(self.indications, self.domain.indications),
        )

    def renew(self, watching: Watching) -> None:
        """Take the settings of what is watched, and the register, anew, into a watch that goes on.

        Where it listens, its database and how it delivers stay as they were.

        Raises
        ------
        SettingsError
            If a setting is wrong; the watch goes on as before.
        UsageError
            If the new settings have no room for what is remembered; as above.
        """
        before, self.config = self.config, read(self.home.settings)
        try:
            responsibility = self.responsibility()
            watching.renew(self._run(responsibility), self.desk(responsibility))
            if watching.onlooker is not None:
                watching.onlooker.renew(responsibility)
        except NoroshiError:
            self.config = before
            raise

    @property
    def _announcements(self) -> list[Path]:
        return [Path(path).expanduser() for path in self.config.watch.announcements]

    def _run(self, responsibility: Responsibility) -> Run:
        settings = self.config.domains.get(self.domain.name, {})
        return Run(self.domain.prepare(settings, responsibility), round(self.config.watch.interval * SECOND))

    def checkpoint(self, lasting: Sequence[str]) -> Path:
        """Say where a watch of what goes on from run to run keeps its state."""
        named = "\n".join((self.domain.name, *sorted(lasting)))
        digest = hashlib.blake2b(named.encode(), digest_size=8).hexdigest()
        return self.home.checkpoints / f"{self.domain.name}-{digest}.checkpoint"
