"""What persons do with block-lists: look what one would do, propose it, release it, end it. The audit has each deed."""

from collections.abc import Callable, Sequence
from typing import Final

from noroshi.clock import Clock, iso
from noroshi.people.answerable import Answerable
from noroshi.people.audit import AuditBook, By, What
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.blocking import Listing, listing
from noroshi.sharing.blocklists.book import BlockListBook
from noroshi.sharing.blocklists.grounds import Ground, Grounds
from noroshi.sharing.blocklists.model import BlockList, Line, Spare, proposed, released, withdrawn
from noroshi.sharing.blocklists.serving import current

SPARED: Final = 1_000
"""Subjects that were left out and are kept with a block-list, for whoever releases it; a preview has all."""


class Blocking:
    """One person, and what they do with block-lists.

    Parameters
    ----------
    book
        Where block-lists are.
    grounds
        What they rest on.
    allowed
        Gives what is never listed, as it is now.
    audit
        Where what is refused is written; what is done goes there with what it changes.
    by
        The person.
    clock
        Tells the time.
    """

    def __init__(
        self,
        book: BlockListBook,
        grounds: Grounds,
        allowed: Callable[[], Allowed],
        audit: AuditBook,
        by: By,
        clock: Clock,
    ) -> None:
        self._book = book
        self._grounds = grounds
        self._allowed = allowed
        self._person = Answerable(audit, by, clock)
        self._clock = clock

    def preview(self, about: Sequence[str]) -> Listing:
        """Say what a block-list of some things would have, and what not; nothing is written.

        Raises
        ------
        NotFoundError
            If there is no such thing.
        SettingsError
            If it is not known what is never listed.
        """
        return self._listing(self._grounds.about(about))

    def propose(self, about: Sequence[str], reason: str) -> BlockList:
        """Propose a block-list of some things; another person has to release it.

        Raises
        ------
        AccessError
            If a program asks: two tokens are not two persons.
        NotFoundError, SettingsError
            As for `preview`.
        UsageError
            If it has no reason, no entry, or too many.
        """
        self._person.be_a_person(What.PROPOSE_BLOCK_LIST, " ".join(about))
        grounds = {each.finding.id: each for each in self._grounds.about(about)}
        told = self._listing(list(grounds.values()))
        lines = [
            Line(each.text, each.until, each.reason, each.finding, *_where(grounds[each.finding]))
            for each in told.entries
        ]
        spared = [Spare(each.subject, each.why.value, each.name) for each in told.without[:SPARED]]
        things = [each.upper() if each[:2].upper() in {"A-", "I-"} else each for each in dict.fromkeys(about)]
        block_list = proposed(things, reason, lines, spared, self._person.who, self._clock.now())
        note = f"{len(lines)} entries, until {iso(block_list.until)}: {block_list.reason}"
        self._book.add(block_list, self._person.did(What.PROPOSE_BLOCK_LIST, block_list.id, note))
        return block_list

    def release(self, block_list: str) -> BlockList:
        """Let be blocked what somebody else has proposed.

        Raises
        ------
        AccessError
            If a program asks.
        NotFoundError
            If there is none.
        MoveRefusedError
            If the same person proposed it, it is not proposed any more, or nothing of it may be listed now.
        SettingsError
            If it is not known what is never listed.
        """
        self._person.be_a_person(What.RELEASE_BLOCK_LIST, block_list)
        before = self._book.get(block_list)
        left = len(self.now(before).entries)
        return self._turn(What.RELEASE_BLOCK_LIST, before, lambda who, now: released(before, left, who, now))

    def withdraw(self, block_list: str) -> BlockList:
        """End a block-list early, or say no to it.

        Raises
        ------
        NotFoundError
            If there is none.
        MoveRefusedError
            If it is over already.
        """
        before = self._book.get(block_list)
        return self._turn(What.WITHDRAW_BLOCK_LIST, before, lambda who, now: withdrawn(before, who, now))

    def now(self, block_list: BlockList) -> Listing:
        """Say what of a block-list may be listed now, and what not any more.

        Raises
        ------
        SettingsError
            If it is not known what is never listed.
        """
        findings = [each.finding for each in self._grounds.of(block_list.lines)]
        return current([block_list], findings, self._clock.now(), self._allowed())

    def _listing(self, grounds: Sequence[Ground]) -> Listing:
        return listing([each.finding for each in grounds], self._clock.now(), self._allowed())

    def _turn(self, what: What, before: BlockList, turn: Callable[[str, int], BlockList]) -> BlockList:
        with self._person.trying(what, before.id):
            after = turn(self._person.who, self._clock.now())
        self._book.change(before, after, self._person.did(what, before.id))
        return after


def _where(ground: Ground) -> tuple[str, str]:
    return ground.alert, ground.partner
