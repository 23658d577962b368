"""What of indications leaves to a reader: decided as for alerts, written down, and then given; nothing leaves any other way."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from noroshi.clock import Clock
from noroshi.indications.model import MARKING, Indication
from noroshi.organisations.model import Organisation
from noroshi.people.audit import Outcome, What
from noroshi.sharing.finding import Level
from noroshi.sharing.ledger import SignLedger
from noroshi.sharing.marks import Mark, Thing
from noroshi.sharing.outlet import OUTLET
from noroshi.sharing.policy import Decision, Rule, decide
from noroshi.sharing.releases import ReleaseBook
from noroshi.sharing.sign import Sign, sign_of

MARK = Mark(MARKING)
"""What every indication is marked with."""


TOLD = frozenset({Rule.OPEN, Rule.RELEASED})
"""Rules by which an indication leaves: nobody holds a port, and what partners were told of one proves wrong for nobody."""


def level_by(rule: Rule) -> Level | None:
    """Say how much of an indication leaves: all that a sign has, for there is nothing in it that a level hides, or nothing."""
    return Level.FULL if rule in TOLD else None


class JudgedSign(NamedTuple):
    """An indication, and whether it may leave to a reader."""

    indication: Indication
    sign: Sign | None
    """What would be told; None where there is nothing to tell, such as what this centre has not seen itself."""
    decision: Decision


class SignOutlet:
    """Lets out what readers may know of indications.

    Parameters
    ----------
    centre
        Our name among partners.
    releases
        Where releases are.
    ledger
        Where it is kept what was decided.
    kinds
        The detection kinds that are indications.
    clock
        Tells the time.
    """

    def __init__(
        self, centre: str, releases: ReleaseBook, ledger: SignLedger, kinds: Collection[str], clock: Clock
    ) -> None:
        self._centre = centre
        self._releases = releases
        self._ledger = ledger
        self._kinds = frozenset(kinds)
        self._clock = clock

    def judge(self, reader: Organisation, indications: Sequence[Indication]) -> Sequence[JudgedSign]:
        """Decide what of some indications may leave to a reader; nothing is written, and nothing leaves.

        Raises
        ------
        StorageError
            If the database fails.
        """
        now = self._clock.now()
        releases = self._releases.standing(now)
        judged = []
        for each in indications:
            sign = sign_of(each, self._centre, MARK.marking)
            source = "" if each.here else next((seen.centre for seen in each.seen_by), "")
            is_shareable = each.kind in self._kinds and (sign is not None or source != "")
            thing = Thing(
                each.id, each.kind, "", is_shareable, mark=MARK, natural=MARK.marking, source=source
            )
            judged.append(JudgedSign(each, sign, decide(thing, reader, releases, None, now)))
        return judged

    def let_out(self, reader: Organisation, indications: Sequence[Indication]) -> Sequence[Sign]:
        """Give what a reader may know of some indications that this centre has seen, once it is written down.

        Whatever level a release names, as much is told: there is nothing in a sign that a level hides.

        Raises
        ------
        StorageError
            If the database fails; nothing leaves then.
        """
        judged = self.judge(reader, [each for each in indications if each.here])
        self._note(reader, judged)
        return [each.sign for each in judged if each.sign is not None and each.decision.rule in TOLD]

    def _note(self, reader: Organisation, judged: Sequence[JudgedSign]) -> None:
        """Write down what is decided otherwise than before."""
        now, before = self._clock.now(), self._ledger.of(reader.id, [each.indication.id for each in judged])
        changed = [each for each in judged if before.get(each.indication.id) is not each.decision.rule]
        entries = [
            OUTLET.did(
                now,
                What.SHARE,
                each.indication.id,
                f"{reader.id}, {'sign' if each.decision.rule in TOLD else 'nothing'}: {each.decision.reason}",
                Outcome.DONE if each.decision.rule in TOLD else Outcome.REFUSED,
            )
            for each in changed
        ]
        if changed:
            self._ledger.note(
                reader.id, {each.indication.id: each.decision.rule for each in changed}, entries
            )
