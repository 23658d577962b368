import pytest

from noroshi.clock import DAY, SystemClock, moment
from noroshi.config.reading import read
from noroshi.config.secret_key import seals_of
from noroshi.config.signing_in import people_settings
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.storage.books import Books, sqlite_url
from tests.cli.centre import Centre

INVITE = ("people", "invite", "mika", "--name", "Mika Tanaka", "--role", "officer", "--by", "chief")
TOKEN = ("people", "tokens", "add", "mika", "--name", "export", "--scope", "see", "--scope", "export")


def door(books: Books, centre: Centre) -> Door:
    """The front door of a centre."""
    settings = people_settings(read(centre.home.settings))
    return Door.over(books.people, settings, SystemClock(), lambda: seals_of(centre.home.key))


def test_invite(centre: Centre) -> None:
    """Somebody invited stands on the roll, and their link opens for a week, where the settings say people go."""
    [invited] = centre(*INVITE, "--json").objects()
    [listed] = centre("people", "list", "--json").objects()
    with Books(sqlite_url(centre.home.database)) as books:
        address, _, secret = invited["link"].rpartition("/")
        welcome = door(books, centre).joining.welcome(secret)

    assert "http://localhost:8645/invitations" == address
    assert ("mika", "Mika Tanaka", "officer", "amber+strict", True) == (
        listed["id"],
        listed["name"],
        listed["role"],
        listed["clearance"],
        listed["active"],
    )
    assert ("mika", "Noroshi") == (welcome.person, welcome.centre)
    assert abs(moment(invited["expires"]) - SystemClock().now() - 7 * DAY) < DAY // 24
    assert invited["link"] not in centre("people", "list").out


def test_member(centre: Centre) -> None:
    """A member belongs to an organisation of the register, and sees up to amber."""
    unknown = centre("people", "invite", "lib", "--role", "member", "--organisation", "nobody")
    without = centre("people", "invite", "lib", "--role", "member")
    centre("people", "invite", "lib", "--role", "member", "--organisation", "library")
    [listed] = centre("people", "list", "--json").objects()

    assert (5, 2) == (unknown.code, without.code)
    assert ("library", "amber") == (listed["organisation"], listed["clearance"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("invite", "Mika Tanaka", "--role", "officer"), 2, "is not an id"),
        (("invite", "mika", "--role", "officer"), 2, "somebody has the id mika already"),
        (("invite", "yuki", "--role", "king"), 2, "king"),
        (
            ("invite", "yuki", "--role", "officer", "--organisation", "library"),
            2,
            "a member has an organisation",
        ),
        (("change", "mika"), 2, "nothing is to be changed"),
        (("change", "mikka", "--role", "lead"), 5, "Did you mean mika?"),
        (("deactivate", "nobody"), 5, "nobody has the id"),
        (("reset", "nobody"), 5, "nobody has the id"),
        (
            ("tokens", "add", "mika", "--name", "x", "--scope", "people", "--for", "1d"),
            2,
            "has no right to people",
        ),
        (("tokens", "add", "mika", "--name", "x", "--scope", "see", "--for", "367d"), 2, "within 366 days"),
        (("tokens", "add", "mika", "--name", " ", "--scope", "see", "--for", "1d"), 2, "needs a name"),
        (("tokens", "revoke", "T-0000000"), 5, "no token has the id"),
    ],
)
def test_refused(words: tuple[str, ...], code: int, said: str, centre: Centre) -> None:
    """What cannot be is refused in a sentence, and the roll stays as it was."""
    centre(*INVITE)
    before = centre("people", "list", "--all", "--json").out
    told = centre("people", *words)

    assert (code, "") == (told.code, told.out)
    assert said in told.err
    assert before == centre("people", "list", "--all", "--json").out


def test_change(centre: Centre) -> None:
    """What is said of somebody changes; whoever becomes a member's gets an organisation, and loses it again."""
    centre(*INVITE)
    [member] = centre(
        "people", "change", "MIKA", "--role", "member", "--organisation", "library", "--json"
    ).objects()
    [lead] = centre("people", "change", "mika", "--role", "lead", "--language", "ja", "--json").objects()

    assert ("member", "library") == (member["role"], member["organisation"])
    assert ("lead", "", "ja") == (lead["role"], lead["organisation"], lead["language"])


def test_deactivate(centre: Centre) -> None:
    """Somebody deactivated is not listed, has no valid token, and can be activated again."""
    centre(*INVITE)
    centre(*TOKEN, "--for", "90d")
    centre("people", "deactivate", "mika")
    gone = (
        centre("people", "list", "--json").objects(),
        centre("people", "tokens", "list", "--json").objects(),
    )
    [back] = centre("people", "change", "mika", "--activate", "--json").objects()

    assert ([], []) == gone
    assert back["active"]


def test_last_administrator(centre: Centre) -> None:
    """The last administrator stays one."""
    centre("people", "invite", "chief", "--role", "administrator")
    demoted, deactivated = (
        centre("people", "change", "chief", "--role", "lead"),
        centre("people", "deactivate", "chief"),
    )

    assert (2, 2) == (demoted.code, deactivated.code)
    assert "the last administrator" in demoted.err


def test_reset(centre: Centre) -> None:
    """A reset gives a new link, and the old one opens nothing any more."""
    [before] = centre(*INVITE, "--json").objects()
    [after] = centre("people", "reset", "mika", "--json").objects()

    assert before["link"] != after["link"]
    with Books(sqlite_url(centre.home.database)) as books:
        reached = door(books, centre).joining.welcome(after["link"].rpartition("/")[2])
    assert "mika" == reached.person
    assert "invited as officer" in centre("people", "reset", "mika").out


def test_tokens(centre: Centre) -> None:
    """A token is shown once, does what its scopes say, and can be revoked."""
    centre(*INVITE)
    [made] = centre(*TOKEN, "--for", "90d", "--json").objects()
    with Books(sqlite_url(centre.home.database)) as books:
        caller = door(books, centre).tokens.caller(made["token"])
    [listed] = centre("people", "tokens", "list", "mika", "--json").objects()
    centre("people", "tokens", "revoke", made["id"].lower())

    assert made["token"].startswith("nrs_")
    assert ("mika", frozenset({Right.SEE, Right.EXPORT})) == (caller.person.id, caller.rights)
    assert (made["id"], "mika", ["see", "export"]) == (listed["id"], listed["person"], listed["scopes"])
    assert "No tokens that are valid.\n" == centre("people", "tokens", "list").out
    assert "revoked" in centre("people", "tokens", "list", "--all").out


def test_audit(centre: Centre) -> None:
    """The audit has who did what, the latest first, and no secret."""
    [invited] = centre(*INVITE, "--json").objects()
    [made] = centre(*TOKEN, "--for", "90d", "--by", "chief", "--json").objects()
    centre("people", "change", "mika", "--role", "viewer", "--by", "other")

    lines = centre("audit", "--json").objects()
    by_chief = centre("audit", "--who", "chief", "--what", "invite", "--json").objects()

    assert ["change-person", "add-token", "invite", "import"] == [line["what"] for line in lines]
    assert ("other", "mika", "role officer -> viewer", "command") == tuple(
        lines[0][name] for name in ("who", "about", "note", "via")
    )
    assert lines[2:3] == by_chief
    for secret in (invited["link"].rpartition("/")[2], made["token"]):
        assert secret not in centre("audit", "--json").out
        assert secret.encode() not in centre.home.database.read_bytes()
    assert 1 == len(centre("audit", "--limit", "1", "--json").objects())


def test_nothing(bare: Centre) -> None:
    """An empty centre says what to do."""
    centre = bare
    centre("init")
    assert "noroshi people invite" in centre("people", "list").out
    assert "Nothing was written down.\n" == centre("audit").out
    assert 2 == centre("audit", "--limit", "0").code
