"""What block-lists rest on: findings, of this centre's alerts and of what partners have told, as they are now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from noroshi.alerts.book import AlertBook
from noroshi.clock import MICROSECOND, Clock
from noroshi.errors import NotFoundError
from noroshi.indications.book import IndicationBook
from noroshi.sharing.blame import LIFETIME
from noroshi.sharing.blocklists.model import Line
from noroshi.sharing.finding import Finding
from noroshi.sharing.findings import Findings
from noroshi.sharing.partners import Partner, PartnerBook, PartnerState
from noroshi.sharing.receiving import AHEAD
from noroshi.sharing.stix.ids import incident_id
from noroshi.sharing.stix.reading import read_objects
from noroshi.sharing.taxii.book import ObjectBook
from noroshi.sharing.taxii.collection import LONGEST_PAGE, from_one
from noroshi.sharing.taxii.filters import Filters

AT_A_TIME: Final = 500
"""Objects that are looked up together: SQLite of older systems takes 999 values in a statement."""


class Ground(NamedTuple):
    """A finding, and where it comes from."""

    finding: Finding
    """Its id begins with the partner's, where one has told it: partners choose theirs, and may choose ours."""
    alert: str = ""
    """The alert's id; empty where a partner has told it."""
    partner: str = ""
    """The partner's organisation, by its id; empty for what this centre has seen."""


class Grounds:
    """Gives what block-lists rest on.

    Parameters
    ----------
    alerts, indications, partners
        Where those are kept.
    objects
        Where what partners tell is kept.
    findings
        Makes findings of alerts.
    clock
        Tells the time.
    """

    def __init__(
        self,
        alerts: AlertBook,
        indications: IndicationBook,
        partners: PartnerBook,
        objects: ObjectBook,
        findings: Findings,
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._indications = indications
        self._partners = partners
        self._objects = objects
        self._findings = findings
        self._clock = clock

    def about(self, things: Sequence[str]) -> Sequence[Ground]:
        """Give what there is about some things.

        Parameters
        ----------
        things
            Ids: of an alert, for its subject; of an indication, for what partners saw send to its port of late; of a
            partner, for all that it told of late.

        Raises
        ------
        NotFoundError
            If there is no such thing.
        """
        found: dict[str, Ground] = {}
        for thing in dict.fromkeys(things):
            found.update((each.finding.id, each) for each in self._about(thing))
        return list(found.values())

    def of(self, lines: Iterable[Line]) -> Sequence[Ground]:
        """Give what some lines rest on, as it is now; of what is no more, nothing."""
        lines = list(lines)
        theirs: defaultdict[str, list[str]] = defaultdict(list)
        for line in lines:
            if line.partner:
                theirs[line.partner].append(line.finding.removeprefix(f"{line.partner}/"))
        partners = {each.organisation: each for each in self._partners.all()}
        grounds = list(self._of_alerts({line.alert for line in lines if line.alert}))
        for name, ids in theirs.items():
            if name in partners:
                grounds += self._of_partner(partners[name], ids)
        return grounds

    def _about(self, thing: str) -> Iterable[Ground]:
        partners = self._partners.all()
        if named := [each for each in partners if each.organisation == thing]:
            return self._told_by(named[0])
        if thing.upper().startswith("I-"):
            protocol, _, port = self._indications.get(thing).subject.partition("/")
            told = (each for partner in partners for each in self._told_by(partner))
            return [
                each
                for each in told
                if any((sent.protocol, str(sent.port)) == (protocol, port) for sent in each.finding.ports)
            ]
        if thing.upper().startswith("A-"):
            return self._of_alerts({self._alerts.get(thing).id})
        raise NotFoundError(
            f"there is no alert, indication or partner {thing!r}", hint="Give an id, such as A-7QX3M2K."
        )

    def _of_alerts(self, ids: set[str]) -> Iterator[Ground]:
        """Give those of some alerts that are of a kind that accuses anybody; that a sensor is silent does not."""
        alerts = self._alerts.of_ids(ids) if ids else {}
        for alert in alerts.values():
            if alert.kind in self._findings.classifications:
                yield Ground(self._findings.of(alert, None), alert=alert.id)

    def _told_by(self, partner: Partner) -> list[Ground]:
        """Give what a partner told of late."""
        collection, found = from_one(partner.organisation).id, dict[str, Ground]()
        place, is_more = (self._clock.now() - LIFETIME) // MICROSECOND, True
        while is_more:
            page = self._objects.page(collection, Filters(after=place, limit=LONGEST_PAGE))
            found.update((each.finding.id, each) for each in self._read(partner, page.items))
            place, is_more = page.last, page.more
        return list(found.values())

    def _of_partner(self, partner: Partner, ids: Sequence[str]) -> Iterator[Ground]:
        """Give what a partner says now about some of its findings."""
        collection = from_one(partner.organisation).id
        for start in range(0, len(ids), AT_A_TIME):
            named = tuple(incident_id(partner.name, each) for each in ids[start : start + AT_A_TIME])
            page = self._objects.page(collection, Filters(ids=named, limit=LONGEST_PAGE))
            yield from self._read(partner, page.items)

    def _read(self, partner: Partner, objects: Iterable[bytes]) -> Iterator[Ground]:
        """Read objects; a partner is believed about what it has seen itself, and not about the future."""
        if partner.state is not PartnerState.ACTIVE:
            return
        now = self._clock.now()
        for finding in read_objects(objects).findings:
            if finding.centre == partner.name and finding.last <= now + AHEAD:
                named = f"{partner.organisation}/{finding.id}"
                seen = replace(finding, id=named, last=min(finding.last, now))
                yield Ground(seen, partner=partner.organisation)
