"""Abuse mail that the centre sends, over a real mail server, when a person says so."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from noroshi.app import Application
from noroshi.clock import SystemClock
from noroshi.delivery.settings import MailSecurity
from noroshi.errors import StorageError
from noroshi.organisations.model import Marking
from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.storage.sharing.abuse_mail import SqlAbuseBook
from tests.cli.centre import Centre, Said
from tests.cli.test_blocklists import blocking, released, tell
from tests.cli.test_laws import loaded
from tests.delivery.conftest import Certificates, certificates
from tests.delivery.mailroom import SENDER, Mailroom, Server, beside
from tests.organisations.test_rdap import answer, entity
from tests.sharing.blocked import seen

__all__ = ["blocking", "certificates"]  # fixtures

RDAP = (
    answer("45.0.0.0", "45.0.0.255", entity("abuse", "abuse@net.example")),
    answer("45.0.1.0", "45.0.1.255", entity("abuse", "abuse@other.example")),
)
NET, OTHER = ("45.0.0.7", "45.0.0.8"), ("45.0.1.7",)


@pytest.fixture
def server(certificates: Certificates) -> Iterator[Server]:
    """Give a mail server."""
    with beside(certificates, MailSecurity.PLAIN) as running:
        yield running


@pytest.fixture
def mailroom(server: Server) -> Mailroom:
    """Give what it keeps."""
    return server.mailroom


@pytest.fixture
def reporting(blocking: Centre, server: Server) -> Centre:
    """Give a centre with a mail server, whom a partner has told of three machines in two networks."""
    (blocking.folder / "answers").write_bytes(b"\n".join(RDAP))
    settings = blocking.home.settings.read_text("utf-8")
    email = f'[email]\nhost = "127.0.0.1"\nport = {server.settings.port}\nsecurity = "plain"\nsender = "{SENDER}"\n'
    for before, after in (
        ("[email]\n", email),
        ('#answer_to = ""', 'answer_to = "team@centre.example"'),
        ('#rdap = ""', f'rdap = "{blocking.folder}/answers"'),
    ):
        assert before in settings
        settings = settings.replace(before, after, 1)
    blocking.home.settings.write_text(settings, "utf-8")
    tell(blocking, *(seen(each, marking=Marking.CLEAR) for each in (*NET, *OTHER)), seen("45.0.0.9"))
    return blocking


def sent(centre: Centre, block_list: str) -> dict[str, Any]:
    """Have it sent; give what came of that."""
    [told] = centre("blocklists", "report", block_list, "--send", "--json").objects()
    return told


def audited(centre: Centre) -> list[tuple[str, str, str]]:
    """What the audit has of it: who, how it ended, and the note; the earliest first."""
    lines = centre("audit", "--what", "report-abuse", "--json").objects()
    return [(each["who"], each["outcome"], each["note"]) for each in reversed(lines)]


def test_once(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each report goes once, from the centre's mailbox, with answers to its contact, under the Message-ID that it has in a file; again, nothing goes."""
    made = released(reporting, monkeypatch)
    first = sent(reporting, made.lower())
    tell(reporting, seen(NET[0], marking=Marking.CLEAR, version=9, modified=SystemClock().now()))
    again = sent(reporting, made)
    reporting("blocklists", "report", made, "--out", str(tmp_path / "mails"))
    mails = mailroom.mails()

    assert (made, 3, 0, [], {}, {"not-cleared": 1}) == tuple(
        first[name] for name in ("block_list", "sent", "earlier", "failed", "later", "left_out")
    )
    assert (0, 3) == (again["sent"], again["earlier"])
    assert [(SENDER, ["abuse@net.example"])] * 2 + [(SENDER, ["abuse@other.example"])] == sorted(
        mailroom.envelopes
    )
    assert {("multipart/report", SENDER, "team@centre.example")} == {
        (mail.get_content_type(), mail["From"].addresses[0].addr_spec, mail["Reply-To"]) for mail in mails
    }
    ids = {mail["Message-ID"] for mail in mails}
    files = {f"<{path.stem}@centre.example>" for path in (tmp_path / "mails").iterdir()}
    assert (3, 2) == (len(ids), len(ids & files))  # the third is about the finding that has changed
    assert [
        ("kei", "done", "3 sent, 0 sent earlier, 0 failed, 0 left for later"),
        ("kei", "done", "0 sent, 3 sent earlier, 0 failed, 0 left for later"),
    ] == audited(reporting)


def test_failures(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the mail server refuses is shown with its answer and ends with code 8; sent again, only that goes."""
    made = released(reporting, monkeypatch)
    mailroom.to_recipient = {"abuse@other.example": "550 No such mailbox"}
    refused = reporting("blocklists", "report", made, "--send")
    mailroom.to_recipient = {"abuse@other.example": "450 Try later"}
    busy = reporting("blocklists", "report", made, "--send", "--json")
    mailroom.to_recipient = {}
    last = sent(reporting, made)
    [told] = busy.objects()

    assert (8, True) == (refused.code, "2 messages sent" in refused.out)
    assert "abuse@other.example: the recipient was refused (550); refused for good" in refused.out
    assert (8, True) == (busy.code, "1 message not sent" in busy.err)
    assert [("abuse@other.example", "the recipient was refused (450)", True)] == [
        (each["mailbox"], each["why"], each["again"]) for each in told["failed"]
    ]
    assert (1, 2, 3) == (last["sent"], last["earlier"], len(mailroom.letters))
    assert ["failed", "failed", "done"] == [outcome for _, outcome, _ in audited(reporting)]


def test_limit(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox gets as many at once as a contact does, and the rest when they are sent again."""
    settings = reporting.home.settings.read_text("utf-8")
    settings = settings.replace("[delivery.burst]\n", "[delivery.burst]\nemail = 1\n", 1)
    reporting.home.settings.write_text(settings, "utf-8")
    made = released(reporting, monkeypatch)
    first, second = sent(reporting, made), sent(reporting, made)

    assert (2, {"mailbox-limit": 1}) == (first["sent"], first["later"])
    assert (1, 2, {}) == (second["sent"], second["earlier"], second["later"])
    assert 3 == len(mailroom.letters)


def test_no_server(reporting: Centre, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no mail server answers, it is tried three times at the most, and nothing is taken for sent."""
    settings = reporting.home.settings.read_text("utf-8")
    reporting.home.settings.write_text(
        settings.replace(f"port = {server.settings.port}", "port = 1"), "utf-8"
    )
    tell(reporting, seen("45.0.1.8", marking=Marking.CLEAR))
    made = released(reporting, monkeypatch)
    down = reporting("blocklists", "report", made, "--send", "--json")
    reporting.home.settings.write_text(settings, "utf-8")
    [told] = down.objects()

    assert (8, 0, 3, {"server-fails": 1}) == (down.code, told["sent"], len(told["failed"]), told["later"])
    assert 4 == sent(reporting, made)["sent"]


def test_killed_between(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that the server took and nobody wrote down goes again, under the same Message-ID; the audit has that it failed."""
    made = released(reporting, monkeypatch)

    def killed(_book: SqlAbuseBook, _reported: Reported) -> None:
        raise StorageError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(SqlAbuseBook, "add", killed)
        cut = reporting("blocklists", "report", made, "--send")
    sent(reporting, made)
    ids = [mail["Message-ID"] for mail in mailroom.mails()]

    assert (7, 4, 3) == (cut.code, len(ids), len(set(ids)))
    assert ["failed", "done"] == [outcome for _, outcome, _ in audited(reporting)]


def refused(centre: Centre, block_list: str, *words: str) -> Said:
    """Ask for what is refused."""
    return centre("blocklists", "report", block_list, *words)


def test_refused(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes about what is not released, while somebody else sends, without a mailbox for answers, or unless it is said; the audit has what was tried."""
    made = released(reporting, monkeypatch)
    unsaid = refused(reporting, made)
    with Application.open(reporting.home, SystemClock()) as application, application.sharing.abuse.alone():
        taken = refused(reporting, made, "--send")
    settings = reporting.home.settings.read_text("utf-8")
    reporting.home.settings.write_text(settings.replace("team@centre.example", ""), "utf-8")
    nobody = refused(reporting, made, "--send")
    reporting("blocklists", "withdraw", made)
    over = refused(reporting, made, "--send")

    assert [2, 6, 2, 6] == [each.code for each in (unsaid, taken, nobody, over)]
    assert "--out FOLDER, or --send" in unsaid.err
    assert "somebody else sends abuse mail" in taken.err
    assert "answer_to" in nobody.err
    assert "not released" in over.err
    assert [] == mailroom.letters
    assert ["refused", "failed", "refused"] == [outcome for _, outcome, _ in audited(reporting)]


def test_other_list(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another block-list of the same findings reports what has changed since, and nothing else again."""
    sent(reporting, released(reporting, monkeypatch))
    first = seen(NET[0], marking=Marking.CLEAR)
    tell(reporting, replace(first, version=first.version + 1, modified=SystemClock().now()))
    told = sent(reporting, released(reporting, monkeypatch))

    assert (1, 2) == (told["sent"], told["earlier"])
    assert 4 == len(mailroom.letters)


def test_help_is_light() -> None:
    """Its help page loads neither Numba nor what sends mail."""
    assert set() == {"numba", "aiosmtplib", "sqlalchemy"} & loaded("blocklists", "report", "--help")


@pytest.mark.parametrize("taken", [1, 2])
def test_killed(reporting: Centre, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    """Killed in the midst, it sends the rest when it is asked again; what goes twice has the same Message-ID, and is one report at the most."""
    made = released(reporting, monkeypatch)
    asked = ["blocklists", "report", made, "--send", "--home", str(reporting.home.path)]
    with subprocess.Popen([sys.executable, "-m", "noroshi", *asked], stdout=subprocess.DEVNULL) as sending:
        while len(mailroom.letters) < taken and sending.poll() is None:
            time.sleep(0.001)
        sending.kill()
    before = len(mailroom.letters)
    last = sent(reporting, made)

    assert 3 == last["sent"] + last["earlier"] == len({mail["Message-ID"] for mail in mailroom.mails()})
    assert before - last["earlier"] in {0, 1}
