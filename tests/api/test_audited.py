"""The audit has what was done over HTTP, and what was refused, whichever route it was."""

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx
import pyotp
import pytest
from msgspec.structs import replace

from noroshi.api.application import BASE
from noroshi.api.gate import ANYBODY, SAFE
from noroshi.app.delivering import outbox_of
from noroshi.clock import DAY, SystemClock, iso
from noroshi.people.audit import AuditEntry, AuditWanted, Outcome, What
from noroshi.people.rights import RIGHTS, Role
from tests.api.answering import BY, ROSTER, Answering, answering
from tests.api.test_laws import HTTP, Route, filled, name
from tests.api.test_partners import PARTNERS
from tests.delivery.stories import detection
from tests.kept import kept
from tests.people.authenticator import Authenticator
from tests.sharing.blocked import seen, told

PASSWORD: Final = "correct horse battery staple"
EVERYTHING: Final = AuditWanted()
NEWCOMER: Final = "organisations: [{id: newcomer, name: Newcomer}]"
NUMBERS, HOSTS = itertools.count(), itertools.count(20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """A centre that answers, with organisations that may be partners."""
    with answering(tmp_path_factory.mktemp("centre"), members=ROSTER + PARTNERS) as made:
        yield made


def lines(api: Answering, wanted: AuditWanted = EVERYTHING) -> list[AuditEntry]:
    """The audit, the latest first."""
    return [row.entry for row in api.centre.door.audit.page(wanted, None, 10_000)]


def without(route: Route) -> list[Role]:
    """Roles that have no right to a route."""
    return [role for role in Role if not route.handler.opt["may"] & RIGHTS[role]]


@pytest.mark.parametrize(
    "route", [each for each in HTTP if each.handler.opt["may"] != ANYBODY and without(each)], ids=name
)
def test_refused(route: Route, shared: Answering) -> None:
    """Whoever has no right to a route is in the audit with what they asked for, once for all that they ask of it."""
    role = without(route)[0]
    path, who = filled(route.path, move="note"), f"{role}-{next(NUMBERS)}"
    asker = shared.client(who, role, "example" if role is Role.MEMBER else "")

    answers = [asker.request(route.method, path, json={}).status_code for _ in range(3)]
    written = lines(shared, AuditWanted(who=who, what=What.REQUEST))

    assert [403] * 3 == answers
    assert [(f"{route.method} {BASE}{path}", Outcome.REFUSED)] == [
        (each.about, each.outcome) for each in written
    ]


def test_refused_within(shared: Answering) -> None:
    """What a route itself refuses for want of a right is written, too, and with the reason."""
    [alert] = shared.alerted(detection(subject=f"192.0.2.{next(HOSTS)}"))
    member = shared.client("nao", Role.MEMBER, "example")

    answer = member.post(f"/alerts/{alert}/resolve", json={"outcome": "spoofed"}, headers={"If-Match": "*"})
    [line] = lines(shared, AuditWanted(who="nao", what=What.REQUEST))

    assert (403, f"POST {BASE}/alerts/{alert}/resolve") == (answer.status_code, line.about)
    assert line.note.endswith("it needs the right work")


class Busy:
    """A centre with somebody who may do everything, and something to do it to."""

    def __init__(self, api: Answering) -> None:
        self.api = api
        self.number = next(NUMBERS)
        self.who = f"chief-{self.number}"
        self.chief = self.browser(self.who, Role.ADMINISTRATOR)

    def browser(self, who: str, role: Role) -> httpx.Client:
        """Somebody in a browser, whose pages send what belongs to the session."""
        browser = self.api.browser(who, role)
        browser.headers.update({"X-Noroshi-CSRF": browser.get("/session").json()["csrf"], "If-Match": "*"})
        return browser

    def alert(self) -> str:
        """An alert that nobody has touched."""
        return self.api.alerted(detection(subject=f"192.0.2.{next(HOSTS)}"))[0]

    def happens(self) -> None:
        """Have something seen now."""
        now = self.api.centre.clock.now()
        self.api.alerted(detection(subject=f"192.0.2.{next(HOSTS)}", first=now))

    def person(self) -> str:
        """Somebody with a passkey, whom nobody has changed."""
        return self.api.person(f"somebody-{next(NUMBERS)}").id

    def invitation(self) -> str:
        """The last part of a link that nobody has opened."""
        invited = self.api.centre.door.invitations.invite(f"new-{next(NUMBERS)}", "New", Role.OFFICER, BY)
        return invited.link.reveal().rpartition("/")[2]

    def device(self) -> Authenticator:
        """A device that holds no passkey yet."""
        return Authenticator(origin=self.api.centre.door.settings.origin)

    def asked(self) -> dict[str, Any]:
        """A release, as somebody asks for it."""
        until = iso(SystemClock().now() + DAY)
        return {"to": "library", "level": "full", "kind": "infection", "reason": "they ask", "until": until}

    def silence(self) -> dict[str, Any]:
        """A silence, as somebody asks for it."""
        return {"reason": "test", "until": iso(SystemClock().now() + DAY), "kind": f"x{next(NUMBERS)}"}

    def join(self, link: str, device: Authenticator) -> None:
        """Accept an invitation with a passkey."""
        visitor = self.api.nobody()
        question = visitor.post(f"/invitations/{link}/passkey/options", json={}).json()
        answer = {"id": question["id"], "credential": device.create(question["options"])}
        visitor.post(f"/invitations/{link}/passkey", json=answer).raise_for_status()

    def with_password(self) -> tuple[str, str]:
        """Somebody with a password: their id, and the seed of their authenticator, whose code of now was used."""
        link, visitor = self.invitation(), self.api.nobody()
        who = visitor.get(f"/invitations/{link}").json()["person"]
        enrolment = visitor.post(f"/invitations/{link}/password", json={"password": PASSWORD}).json()
        seed = enrolment["totp"]["secret"]
        code = pyotp.TOTP(seed).now()
        visitor.post(
            f"/invitations/{link}/totp", json={"id": enrolment["id"], "code": code}
        ).raise_for_status()
        return who, seed


Deed = Callable[[Busy], httpx.Response]


def deed(
    method: str, path: str, body: Callable[[Busy], dict[str, Any]] = lambda _: {}, **values: str
) -> Deed:
    """What the chief does; values name what of the centre fills the path."""

    def do(busy: Busy) -> httpx.Response:
        found = {each: getattr(busy, maker)() for each, maker in values.items()}
        return busy.chief.request(method, path.format(**found), json=body(busy))

    return do


def sign_in_by_passkey(busy: Busy) -> httpx.Response:
    """Sign in."""
    device, visitor = busy.device(), busy.api.nobody()
    busy.join(busy.invitation(), device)
    question = visitor.post("/session/passkey/options", json={}).json()
    return visitor.post(
        "/session/passkey", json={"id": question["id"], "credential": device.get(question["options"])}
    )


def sign_in_by_password(busy: Busy) -> httpx.Response:
    """Sign in, by the code that comes next."""
    who, seed = busy.with_password()
    return busy.api.nobody().post(
        "/session/password", json={"name": who, "password": PASSWORD, "code": later(seed)}
    )


def later(seed: str) -> str:
    """The code that an authenticator shows next, which a clock may be ahead by."""
    return pyotp.TOTP(seed).generate_otp(SystemClock().now() // 30_000_000_000 + 1)


def renew_by_passkey(busy: Busy) -> httpx.Response:
    """Prove anew who one is."""
    device = busy.device()
    add_passkey(busy, device).raise_for_status()
    question = busy.chief.post("/session/renewal/passkey/options", json={}).json()
    answer = {"id": question["id"], "credential": device.get(question["options"])}
    return busy.chief.post("/session/renewal/passkey", json=answer)


def renew_by_password(busy: Busy) -> httpx.Response:
    """Prove anew who one is."""
    who, seed = busy.with_password()
    busy.api.people[who] = busy.api.centre.door.roll.get(who)
    return busy.browser(who, Role.OFFICER).post(
        "/session/renewal/password", json={"password": PASSWORD, "code": later(seed)}
    )


def add_passkey(busy: Busy, device: Authenticator | None = None) -> httpx.Response:
    """Add a passkey."""
    question = busy.chief.post("/me/passkeys/options", json={}).json()
    made = (device or busy.device()).create(question["options"])
    return busy.chief.post("/me/passkeys", json={"id": question["id"], "credential": made, "name": "x"})


def remove_passkey(busy: Busy) -> httpx.Response:
    """Remove one of two."""
    ids = [add_passkey(busy).json()["id"] for _ in range(2)]
    return busy.chief.delete(f"/me/passkeys/{ids[0]}")


def change_password(busy: Busy) -> httpx.Response:
    """Choose another."""
    who, _ = busy.with_password()
    busy.api.people[who] = busy.api.centre.door.roll.get(who)
    changed = {"before": PASSWORD, "after": f"another {PASSWORD}"}
    return busy.browser(who, Role.OFFICER).post("/me/password", json=changed)


def join_by_passkey(busy: Busy) -> httpx.Response:
    """Accept an invitation."""
    link, device, visitor = busy.invitation(), busy.device(), busy.api.nobody()
    question = visitor.post(f"/invitations/{link}/passkey/options", json={}).json()
    answer = {"id": question["id"], "credential": device.create(question["options"])}
    return visitor.post(f"/invitations/{link}/passkey", json=answer)


def join_by_code(busy: Busy) -> httpx.Response:
    """Accept an invitation."""
    link, visitor = busy.invitation(), busy.api.nobody()
    enrolment = visitor.post(f"/invitations/{link}/password", json={"password": PASSWORD}).json()
    code = pyotp.TOTP(enrolment["totp"]["secret"]).now()
    return visitor.post(f"/invitations/{link}/totp", json={"id": enrolment["id"], "code": code})


def revoke_token(busy: Busy) -> httpx.Response:
    """End a token."""
    made = busy.chief.post("/me/tokens", json={"name": "feed", "scopes": ["see"]}).json()
    return busy.chief.delete(f"/me/tokens/{made['token']['id']}")


def lift(busy: Busy) -> httpx.Response:
    """End a silence."""
    return busy.chief.delete(f"/silences/{busy.chief.post('/silences', json=busy.silence()).json()['id']}")


def decide(busy: Busy) -> httpx.Response:
    """Withdraw a release."""
    release = busy.chief.post("/releases", json=busy.asked()).json()["id"]
    return busy.chief.post(f"/releases/{release}/withdraw", json={})


def partner(busy: Busy) -> httpx.Client:
    """The chief, who has said how we exchange with a partner."""
    busy.chief.put("/partners/abroad", json={"address": "http://127.0.0.1:1/taxii2/"}).raise_for_status()
    return busy.chief


def share(busy: Busy) -> httpx.Response:
    """Write what a partner may know of an alert of now, which is a number."""
    busy.happens()
    return busy.chief.post("/partners/abroad/share", json={"format": "json"})


def push(busy: Busy) -> httpx.Response:
    """Push the same to a partner's MISP, which is not there."""
    busy.happens()
    config, key = busy.api.centre.config, busy.api.centre.home.path / "misp.key"
    key.write_text("a key\n")
    section = replace(config.misp, url="http://127.0.0.1:1/", partner="abroad", key_file=str(key))
    busy.api.centre.config = replace(config, misp=section)
    return busy.chief.post("/partners/abroad/push", json={})


def forget_filter(busy: Busy) -> httpx.Response:
    """Forget a filter that was saved."""
    busy.chief.post("/me/filters", json={"name": "mine", "address": "/alerts?kind=x"}).raise_for_status()
    return busy.chief.delete("/me/filters", params={"name": "mine"})


def propose(busy: Busy) -> httpx.Response:
    """Propose that what a partner told of be blocked."""
    told(busy.api.centre, seen())
    return busy.chief.post("/blocklists", json={"about": ["west"], "reason": "a worm"})


def release_list(busy: Busy) -> httpx.Response:
    """Release what somebody else has proposed."""
    made = propose(busy).json()["id"]
    return busy.browser(f"lead-{next(NUMBERS)}", Role.LEAD).post(f"/blocklists/{made}/release", json={})


def withdraw_list(busy: Busy) -> httpx.Response:
    """Say no to it."""
    return busy.chief.post(f"/blocklists/{propose(busy).json()['id']}/withdraw", json={})


def write_mail(busy: Busy) -> httpx.Response:
    """Write abuse mail about a block-list that two persons have decided on."""
    made = release_list(busy).json()["id"]
    config = busy.api.centre.config
    busy.api.centre.config = replace(config, centre=replace(config.centre, answer_to="team@centre.example"))
    return busy.chief.post(f"/blocklists/{made}/abuse-mail", json={"rdap": []})


def send_mail(busy: Busy) -> httpx.Response:
    """Have the centre send it, to abuse desks that no answer of RDAP names."""
    made, config = release_list(busy).json()["id"], busy.api.centre.config
    answers = busy.api.centre.home.path / "answers"
    answers.touch()
    busy.api.centre.config = replace(config, blocking=replace(config.blocking, rdap=str(answers)))
    return busy.chief.post(f"/blocklists/{made}/abuse-mail/sending", json={})


def revoke_anybodys(busy: Busy) -> httpx.Response:
    """End somebody else's token."""
    owner = busy.api.person(busy.person())
    busy.api.token(owner)
    [token] = busy.chief.get("/people/tokens", params={"person": owner.id}).json()
    return busy.chief.delete(f"/people/tokens/{token['id']}")


def retry(busy: Busy) -> httpx.Response:
    """Have a message tried again that no server takes."""
    centre = busy.api.centre
    [alert] = busy.api.alerted(detection("infection.external", f"203.0.113.{next(HOSTS)}"))
    asyncio.run(outbox_of(centre).run_once(centre.clock.now(), early=True))
    return busy.chief.post(f"/notices/{centre.alerts.notices((), alert, 10)[0].id}/retry", json={})


DEEDS: Final[Mapping[str, Deed]] = {
    "POST/session/passkey/options": deed("POST", "/session/passkey/options"),
    "POST/session/passkey": sign_in_by_passkey,
    "POST/session/password": sign_in_by_password,
    "DELETE/session": lambda busy: busy.browser(busy.person(), Role.OFFICER).delete("/session"),
    "POST/session/renewal/passkey/options": deed("POST", "/session/renewal/passkey/options"),
    "POST/session/renewal/passkey": renew_by_passkey,
    "POST/session/renewal/password": renew_by_password,
    "POST/invitations/{link:str}/passkey/options": deed(
        "POST", "/invitations/{link}/passkey/options", link="invitation"
    ),
    "POST/invitations/{link:str}/passkey": join_by_passkey,
    "POST/invitations/{link:str}/password": deed(
        "POST", "/invitations/{link}/password", lambda _: {"password": PASSWORD}, link="invitation"
    ),
    "POST/invitations/{link:str}/totp": join_by_code,
    "PATCH/me": deed("PATCH", "/me", lambda _: {"language": "ja"}),
    "POST/me/passkeys/options": deed("POST", "/me/passkeys/options"),
    "POST/me/passkeys": add_passkey,
    "DELETE/me/passkeys/{passkey:str}": remove_passkey,
    "POST/me/password": change_password,
    "POST/me/recovery-codes": deed("POST", "/me/recovery-codes"),
    "DELETE/me/sessions": lambda busy: busy.browser(busy.person(), Role.OFFICER).delete("/me/sessions"),
    "POST/me/tokens": deed("POST", "/me/tokens", lambda _: {"name": "feed", "scopes": ["see"]}),
    "DELETE/me/tokens/{token:str}": revoke_token,
    "POST/people/invitations": deed(
        "POST",
        "/people/invitations",
        lambda _: {"id": f"n-{next(NUMBERS)}", "name": "N", "role": "viewer"},
    ),
    "PATCH/people/{person:str}": deed(
        "PATCH", "/people/{person}", lambda _: {"role": "lead"}, person="person"
    ),
    "POST/people/{person:str}/reset": deed("POST", "/people/{person}/reset", person="person"),
    "DELETE/people/tokens/{token:str}": revoke_anybodys,
    "POST/alerts/bulk": deed(
        "POST", "/alerts/bulk", lambda busy: {"move": "acknowledge", "ids": [[busy.alert(), None]]}
    ),
    "POST/alerts/{alert:str}/{move:str}": deed("POST", "/alerts/{alert}/acknowledge", alert="alert"),
    "PUT/alerts/{alert:str}/mark": deed(
        "PUT", "/alerts/{alert}/mark", lambda _: {"marking": "red"}, alert="alert"
    ),
    "POST/silences": deed("POST", "/silences", Busy.silence),
    "POST/silences/preview": deed("POST", "/silences/preview", lambda _: {"kind": "infection"}),
    "DELETE/silences/{silence:str}": lift,
    "POST/notices/{notice:str}/retry": retry,
    "PUT/partners/{partner:str}": deed("PUT", "/partners/abroad"),
    "DELETE/partners/{partner:str}": lambda busy: partner(busy).delete("/partners/abroad"),
    "POST/partners/{partner:str}/pull": lambda busy: partner(busy).post("/partners/abroad/pull", json={}),
    "POST/partners/{partner:str}/withdrawal": lambda busy: partner(busy).post(
        "/partners/abroad/withdrawal", json={}
    ),
    "POST/partners/{partner:str}/share": share,
    "POST/partners/{partner:str}/push": push,
    "POST/partners/{partner:str}/take": lambda busy: partner(busy).post(
        "/partners/abroad/take", json={"format": "json", "source": "none.jsonl", "content": ""}
    ),
    "POST/roster": deed("POST", "/roster", lambda _: {"source": "more.yaml", "roster": NEWCOMER}),
    "POST/roster/preview": deed(
        "POST", "/roster/preview", lambda _: {"source": "a.yaml", "roster": NEWCOMER}
    ),
    "POST/me/filters": deed("POST", "/me/filters", lambda _: {"name": "mine", "address": "/alerts?kind=x"}),
    "DELETE/me/filters": forget_filter,
    "POST/blocklists": propose,
    "POST/blocklists/{block_list:str}/release": release_list,
    "POST/blocklists/{block_list:str}/withdraw": withdraw_list,
    "POST/blocklists/{block_list:str}/abuse-mail": write_mail,
    "POST/blocklists/{block_list:str}/abuse-mail/sending": send_mail,
    "POST/releases": deed("POST", "/releases", Busy.asked),
    "POST/releases/{release:str}/{deed:str}": decide,
}
"""How each route is asked for something that it does. What prepares that leaves lines as well: the law counts them apart."""


@pytest.mark.parametrize("route", [each for each in HTTP if each.method not in SAFE], ids=name)
def test_done(route: Route, shared: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a route writes, the audit has a line about it, by whoever did it."""
    busy, database = Busy(shared), shared.centre.home.database
    last: list[tuple[dict[str, object], int]] = []
    send = httpx.Client.send

    def watched(client: httpx.Client, request: httpx.Request, **given: Any) -> httpx.Response:
        last.append((kept(database), len(lines(shared))))
        return send(client, request, **given)

    monkeypatch.setattr(httpx.Client, "send", watched)
    answer = DEEDS[name(route)](busy)
    before, written = last[-1]

    assert route.method == answer.request.method
    # No partner's server is there to be asked, and no MISP.
    assert answer.is_success or route.path.endswith(("/pull", "/push")), answer.text
    if before != kept(database):
        assert len(lines(shared)) > written
        assert lines(shared)[0].who
    else:
        written_nowhere = ("/options", "/preview", "/password", "/filters", "/abuse-mail")
        assert any(each in route.path for each in written_nowhere)


def test_route_laws_are_whole() -> None:
    """No route that writes is left out: the list of deeds has each, and no other."""
    assert {name(each) for each in HTTP if each.method not in SAFE} == set(DEEDS)
