"""Abuse mail that the centre sends: what is due, and what becomes of it."""

from collections.abc import Sequence

import pytest

from noroshi.errors import DeliveryError, StorageError
from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.sharing.blocklists.abuse_mail import Report
from noroshi.sharing.blocklists.reporting import PATIENCE, Due, Failed, Later, Went, due, send

LIST, DESK, OTHER = "B-3K9XT", "abuse@net.example", "abuse@other.example"
REFUSED = DeliveryError("the recipient was refused (550)", retry=False)
BUSY = DeliveryError("the mail was refused (451)", retry=True)


def report(number: int = 0, mailbox: str = DESK, version: int = 1) -> Report:
    """A report about a finding, in a version of it."""
    return Report(f"report-{number}-{version}", f"finding-{number}", mailbox, b"mail")


def went(told: Report, block_list: str = LIST) -> Reported:
    """A report that has gone."""
    return Reported(told.id, told.mailbox, block_list, told.finding, 1, "kei")


class Server:
    """Takes mail as it was told to: None takes one, an error refuses it; at the end it takes all."""

    def __init__(self, *answers: DeliveryError | None) -> None:
        self.answers = list(answers)
        self.taken: list[str] = []

    async def take(self, mailbox: str, mail: bytes) -> None:  # noqa: ARG002  # a stand-in
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.append(mailbox)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([], True),
        ([went(report())], False),
        ([went(report(version=2))], False),
        ([went(report(), "B-00000")], False),
        ([went(report(version=2), "B-00000")], True),
        ([went(report(mailbox=OTHER))], True),
        ([went(report(1))], True),
    ],
    ids=["nothing", "itself", "newer", "other list", "newer on other list", "other desk", "other finding"],
)
def test_once(before: Sequence[Reported], *, now: bool) -> None:
    """About one list a desk is written to once about a finding, in whatever version; the same report goes to it once, whatever list it was for."""
    expected = Due((report(),), 0, {}) if now else Due((), 1, {})

    assert expected == due([report()], before, LIST, 20)


def test_limit() -> None:
    """A mailbox gets so many at a time, and another as many; the rest is counted for later, and what went before counts for nothing."""
    reports = [*(report(number) for number in range(5)), *(report(number, OTHER) for number in range(2))]
    told = due(reports, [went(report(0))], LIST, 2)

    assert (reports[1:3] + reports[5:], 1, {Later.MAILBOX_LIMIT: 2}) == (
        list(told.reports),
        told.earlier,
        told.later,
    )
    assert 2 == told.mailboxes


async def test_failures() -> None:
    """What a server refuses is told with its reason, and whether it may go later; the others go all the same, and only they are written down."""
    reports, took = [report(number) for number in range(4)], list[Report]()
    told = await send(
        Due(tuple(reports), 3, {Later.MAILBOX_LIMIT: 7}), Server(None, REFUSED, BUSY), took.append
    )

    failed = (Failed(reports[1], REFUSED.message, again=False), Failed(reports[2], BUSY.message, again=True))
    assert Went(2, 3, failed, {Later.MAILBOX_LIMIT: 7}) == told
    assert [reports[0], reports[3]] == took


async def test_patience() -> None:
    """A server that fails three times in a row is left alone, and what is left is counted; refusals for good are no such failures."""
    reports = tuple(report(number) for number in range(9))
    down = await send(Due(reports, 0, {}), Server(*[BUSY] * 9), lambda _: None)
    choosy = await send(Due(reports, 0, {}), Server(*[REFUSED] * 9), lambda _: None)
    shaky = await send(Due(reports, 0, {}), Server(BUSY, BUSY, None, BUSY, REFUSED, BUSY), lambda _: None)

    assert (PATIENCE, {Later.SERVER_FAILS: 9 - PATIENCE}) == (len(down.failed), down.later)
    assert (9, {}) == (len(choosy.failed), choosy.later)
    assert (4, 5, {}) == (shaky.sent, len(shaky.failed), shaky.later)


async def test_time_up() -> None:
    """When the time is up, what has not been begun is left, and counted."""
    server, reports, took = Server(), (report(0), report(1, OTHER)), list[Report]()

    assert Went(0, 3, (), {Later.TIME_UP: 2}) == await send(Due(reports, 3, {}), server, took.append, 0)
    assert ([], []) == (server.taken, took)


async def test_not_written_down() -> None:
    """Where it cannot be written down that one has gone, nothing more goes."""
    server = Server()

    def full(_: Report) -> None:
        raise StorageError("the disk is full")

    with pytest.raises(StorageError):
        await send(Due((report(0), report(1)), 0, {}), server, full)

    assert [DESK] == server.taken
