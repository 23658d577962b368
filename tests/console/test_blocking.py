"""What the pages of alerts and indications say of blocking."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from noroshi.clock import DAY
from noroshi.delivery.settings import MailSecurity
from noroshi.organisations.model import Marking
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import Role
from noroshi.sharing.blocklists.model import BlockListState, Line, proposed, released
from tests.console.desk import Served
from tests.console.sight import Sight, barriers
from tests.delivery.conftest import Certificates, certificates
from tests.delivery.mailroom import beside
from tests.organisations.test_rdap import answer, entity
from tests.sharing.blocked import seen, told

__all__ = ["certificates"]  # a fixture


def test_blocking(centre: Served, sight: Sight) -> None:
    """The page of a member's alert says that nothing of it may be listed and why; a list that waits is released by another's click."""
    by, book, now = By("mika", Via.SESSION), centre.centre.sharing.block_lists, centre.centre.clock.now()
    finding = seen()
    told(centre.centre, finding)
    line = Line(
        finding.subject, now + DAY, "malicious-code/infected-system", f"west/{finding.id}", partner="west"
    )
    made = proposed([centre.alerts[0]], "the worm", [line], [], "mika", now)
    book.add(made, by.did(now, What.PROPOSE_BLOCK_LIST, made.id))
    page = sight.of(centre, "lea", Role.LEAD).open(f"/alerts/{centre.alerts[0]}")
    panel = page.locator("details").filter(has=page.get_by_role("heading", name="Block-list"))
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("Nothing of it may be listed.")).to_be_visible()
    expect(panel.get_by_text("Proposed by mika; a different person has to release it")).to_be_visible()
    assert [] == barriers(page)

    panel.get_by_role("button", name="Release").click()
    expect(panel.get_by_text("Released by you")).to_be_visible()
    assert BlockListState.RELEASED is book.get(made.id).state
    panel.get_by_role("button", name="Withdraw").click()
    expect(panel.get_by_text("Released by you")).to_have_count(0)
    assert BlockListState.WITHDRAWN is book.get(made.id).state


def test_indication(centre: Served, sight: Sight) -> None:
    """An indication's page says why its own sources are not listed; what a partner saw send to its port is proposed by a click."""
    told(centre.centre, seen())
    page = sight.of(centre, "mika").open(f"/indications/{centre.indications[1]}")
    panel = page.locator("details").filter(has=page.get_by_role("heading", name="Block-list"))
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("its sources are many, and may be forged")).to_be_visible()
    expect(panel.get_by_text("45.0.0.7")).to_be_visible()
    assert [] == barriers(page)
    panel.get_by_label("Why").fill("it spreads")
    panel.get_by_role("button", name="Propose a block-list").click()
    expect(panel.get_by_text("Proposed by you; a different person has to release it")).to_be_visible()
    page.goto(f"/indications/{centre.indications[0]}")
    panel.get_by_role("heading", name="Block-list").click()
    expect(panel.get_by_text("Nothing of it may be listed.")).to_be_visible()

    [made] = centre.centre.sharing.block_lists.all()
    assert ((centre.indications[1],), ["45.0.0.7"]) == (
        tuple(made.about),
        [each.subject for each in made.lines],
    )


def test_abuse_mail(
    centre: Served, sight: Sight, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button of a released list says how many messages go to how many mailboxes, and by the keyboard they go; again, there is nothing to send."""
    finding = seen("45.0.0.17", marking=Marking.CLEAR)
    told(centre.centre, finding)
    by, book, now = By("mika", Via.SESSION), centre.centre.sharing.block_lists, centre.centre.clock.now()
    line = Line(
        finding.subject, now + DAY, "malicious-code/infected-system", f"west/{finding.id}", partner="west"
    )
    made = proposed([centre.alerts[1]], "the worm", [line], [], "mika", now)
    book.add(made, by.did(now, What.PROPOSE_BLOCK_LIST, made.id))
    book.change(made, released(made, 1, "kei", now), by.did(now, What.RELEASE_BLOCK_LIST, made.id))
    answers, config = tmp_path / "answers", centre.centre.config
    answers.write_bytes(answer("45.0.0.0", "45.0.255.255", entity("abuse", "abuse@net.example")))
    with beside(certificates, MailSecurity.PLAIN) as server:
        port = server.settings.port
        settings = replace(
            config,
            centre=replace(config.centre, answer_to="team@centre.example"),
            blocking=replace(config.blocking, rdap=str(answers)),
            email=replace(config.email, host="127.0.0.1", port=port, security=MailSecurity.PLAIN),
        )
        monkeypatch.setattr(centre.centre, "config", settings)
        page = sight.of(centre, "lea", Role.LEAD).open(f"/alerts/{centre.alerts[1]}")
        page.get_by_role("heading", name="Block-list").click()
        page.get_by_role("button", name="Write to abuse desks").press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("1 message is sent.")).to_be_visible()
        expect(dialog.get_by_text("1 mailbox is written to.")).to_be_visible()
        assert [] == barriers(page)
        dialog.get_by_role("button", name="Send").press("Enter")
        expect(page.get_by_text("1 message was sent.")).to_be_visible()
        page.get_by_role("button", name="Write to abuse desks").press("Enter")
        expect(dialog.get_by_text("There is nothing to send.")).to_be_visible()
        expect(dialog.get_by_role("button", name="Send")).to_have_count(0)
        page.keyboard.press("Escape")

    assert [["abuse@net.example"]] == [to for _, to in server.mailroom.envelopes]
