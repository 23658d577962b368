"""A centre that has something of everything, and what the methods of the client are given there."""

import asyncio
import inspect
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec.structs import replace

from noroshi.alerts.model import Outcome
from noroshi.alerts.moves import Move
from noroshi.alerts.silences import Scope
from noroshi.app.delivering import outbox_of
from noroshi.clock import DAY, HOUR, iso
from noroshi.indications.model import begun
from noroshi.people.rights import Right, Role
from noroshi.records.filters import Filter
from tests.api.answering import BY, Answering
from tests.api.test_block_lists import released
from tests.api.test_partners import added
from tests.api.test_releases import signed_in, wanted
from tests.delivery.stories import detection
from tests.indications.signs import sign
from tests.sharing.blocked import seen, told

FILE: Final = "noroshi.nft"
"""A file of block-lists, and the name of a saved filter."""


class Things:
    """Makes what a method takes: each member is named for a parameter, and gives something of that sort, anew where it is used up."""

    kind = "infection.external"
    version = None
    outcome = Outcome.CLEANED
    note = reason = "called"
    move = Move.ACKNOWLEDGE
    organisation = "example"
    partner = "abroad"
    subject = "192.0.2.17"
    to = "mika"
    about = ("west",)
    q = "example"
    format_ = "json"
    source = "more.yaml"
    content = ""
    roster = "organisations: [{id: newcomer, name: Newcomer}]"
    language = "ja"
    address = subject
    save_filter_address = "/alerts?severity=high"
    add_kind = preview_kind = "misconfiguration"

    def __init__(self, api: Answering) -> None:
        centre = api.centre
        answers, config = centre.home.path / "answers", centre.config
        answers.touch()
        centre.config = replace(
            config,
            centre=replace(config.centre, answer_to="team@centre.example"),
            blocking=replace(config.blocking, rdap=str(answers)),
        )
        self.api = api
        self.person = api.person("root", Role.ADMINISTRATOR)
        self.numbers = itertools.count(20)
        api.person(self.to)
        self.lead = signed_in(api, "lea")
        added(signed_in(api, "root", Role.ADMINISTRATOR), address="http://127.0.0.1:1/taxii2/")
        told(centre, seen())
        self.alerts = Filter(subject=self.subject)
        self.until = iso(centre.clock.now() + DAY)
        now = centre.clock.now()
        api.alerted(*(detection(subject=each, first=now - HOUR) for each in (self.subject, "203.0.113.9")))
        rising = begun(sign("tcp/23", first=now - HOUR))
        centre.indications.record([rising])
        self.indication = rising.id
        (campaign,) = self.lead.get("/campaigns").raise_for_status().json()["items"]
        self.campaign = campaign["id"]

    def given(self, verb: str, parameters: Iterable[inspect.Parameter]) -> Iterator[tuple[str, Any]]:
        """What a method is given: whatever it needs, and what a member names with the method because it means something else there."""
        for each in parameters:
            special = f"{verb}_{each.name}"
            if hasattr(self, special) or each.default is inspect.Parameter.empty:
                found = getattr(self, special if hasattr(self, special) else each.name)
                yield each.name, found() if callable(found) else found

    def alert(self) -> str:
        """An alert that nobody has touched."""
        return self.api.alerted(detection(subject=f"192.0.2.{next(self.numbers)}"))[0]

    def into(self) -> str:
        """Another of the same organisation."""
        return self.alert()

    def notice(self) -> str:
        """A notice in a message that no server takes."""
        centre = self.api.centre
        [alert] = self.api.alerted(detection(self.kind, f"203.0.113.{next(self.numbers)}"))
        asyncio.run(outbox_of(centre).run_once(centre.clock.now(), early=True))
        return centre.alerts.notices((), alert, 10)[0].id

    def silence(self) -> str:
        """A silence that holds."""
        until = self.api.centre.clock.now() + DAY
        scope = Scope(kind=f"x{next(self.numbers)}")
        return self.api.centre.desk().silence(scope, self.reason, "mika", until).id

    def release(self) -> str:
        """A release that somebody asks for."""
        made: dict[str, str] = self.lead.post("/releases", json=wanted()).raise_for_status().json()
        return made["id"]

    def block_list(self) -> str:
        """A block-list that was released."""
        return released(self.api)

    def token(self) -> str:
        """A token of the person who asks."""
        return self.api.centre.door.tokens.add(self.person, "feed", [Right.SEE], HOUR, BY)[0].id

    def name(self) -> str:
        """The name of a filter that was saved, and of a file."""
        self.api.centre.door.filters.save(self.person, FILE, self.save_filter_address)
        return FILE
