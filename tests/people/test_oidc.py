import base64
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import ECKey
from msgspec.structs import replace
from sqlalchemy import Engine
from structlog.testing import capture_logs

from noroshi.clock import MINUTE, SECOND
from noroshi.errors import NotFoundError, OvertakenError, SignInError
from noroshi.people.audit import Outcome
from noroshi.people.joining import Joined
from noroshi.people.oidc.entrance import BACK, Entrance
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.people.sessions import Entered
from noroshi.people.settings import OidcSettings
from noroshi.storage.people.books import people_books
from noroshi.testing import HandClock
from tests.people.conftest import CHIEF, DESK, SETTINGS, House, opened
from tests.people.idp import CLIENT, SECRET, IdentityProvider

ROLES = {"soc": Role.OFFICER, "soc-leads": Role.LEAD}


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """Give a provider that answers on this machine."""
    clock = HandClock()
    with IdentityProvider(now=lambda: clock.now() // SECOND) as running:
        yield running


@pytest.fixture
def trusting(database: Engine, provider: IdentityProvider) -> House:
    """Give a centre that trusts it."""
    oidc = OidcSettings(provider.issuer, CLIENT, Secret(SECRET), "groups", ROLES)
    house = House(people_books(database), settings=replace(SETTINGS, oidc=oidc))
    provider.now = lambda: house.clock.now() // SECOND
    return house


def entrance(house: House) -> Entrance:
    assert house.door.oidc is not None
    return house.door.oidc


def come(house: House, provider: IdentityProvider, link: str = "") -> Entered | Joined:
    """Go to the provider, and come back."""
    departure = entrance(house).depart(link)
    state, code = provider.visit(departure.url)
    return entrance(house).arrive(state, departure.cookie.reveal(), code, DESK)


def test_by_claim(trusting: House, provider: IdentityProvider) -> None:
    """Whose claim is a role comes in without an invitation, as what the claim says that day; without one no more."""
    provider.claims |= {"groups": ["everybody", "soc"], "preferred_username": "Mika.Tanaka@example.org"}
    first = come(trusting, provider)
    provider.claims["groups"] = ["soc", "soc-leads"]
    second = come(trusting, provider)
    provider.claims["groups"] = ["everybody"]
    with pytest.raises(SignInError, match="does not"):
        come(trusting, provider)

    assert isinstance(first, Entered)
    assert isinstance(second, Entered)
    assert ("mika-tanaka", "Mika Tanaka", Role.OFFICER) == (
        first.person.id,
        first.person.name,
        first.person.role,
    )
    assert ("mika-tanaka", Role.LEAD) == (second.person.id, second.person.role)
    assert ("mika-tanaka", Outcome.FAILED) == (trusting.audited()[-1].who, trusting.audited()[-1].outcome)


def test_invited(trusting: House, provider: IdentityProvider) -> None:
    """Who was invited accepts by the provider, keeps the role they were given, and signs in by it later."""
    joined = come(trusting, provider, opened(trusting.invite(role=Role.VIEWER)))
    provider.claims["groups"] = "soc-leads"
    again = come(trusting, provider)

    assert isinstance(joined, Joined)
    assert isinstance(again, Entered)
    assert ("mika", Role.VIEWER) == (again.person.id, again.person.role)
    assert 10 == len(joined.recovery_codes)


def test_taken_ids(trusting: House, provider: IdentityProvider) -> None:
    """Somebody new never gets the id of somebody else, whatever the provider calls them."""
    trusting.invite("mika", Role.ADMINISTRATOR)
    provider.claims |= {"groups": "soc", "preferred_username": "mika"}

    entered = come(trusting, provider)

    assert isinstance(entered, Entered)
    assert ("mika-2", Role.OFFICER) == (entered.person.id, entered.person.role)


def test_nobody(trusting: House, provider: IdentityProvider) -> None:
    """Whom nobody invited, and no claim lets in, stays out."""
    with pytest.raises(SignInError, match="this centre does not"):
        come(trusting, provider)

    assert () == tuple(trusting.door.roll.all())


def test_deactivated(trusting: House, provider: IdentityProvider) -> None:
    """Who is deactivated stays out, whatever the claim says."""
    provider.claims["groups"] = "soc"
    entered = come(trusting, provider)
    assert isinstance(entered, Entered)
    trusting.door.roll.change(entered.person.id, CHIEF, active=False)

    with pytest.raises(SignInError):
        come(trusting, provider)


def test_one_person(trusting: House, provider: IdentityProvider) -> None:
    """A provider's account is one person here: it accepts no second invitation."""
    come(trusting, provider, opened(trusting.invite()))
    link = opened(trusting.invite("other"))

    with pytest.raises(OvertakenError, match="somebody else's"):
        come(trusting, provider, link)

    assert "other" == trusting.door.joining.welcome(link).person


def test_question(trusting: House, provider: IdentityProvider) -> None:
    """The provider is asked with PKCE, a nonce, and where to come back to; never with the secret or the link."""
    link = opened(trusting.invite())
    departure = entrance(trusting).depart(link)
    provider.visit(departure.url)
    [asked] = provider.asked

    assert ("code", "S256", f"{SETTINGS.public}{BACK}") == (
        asked["response_type"],
        asked["code_challenge_method"],
        asked["redirect_uri"],
    )
    assert len(asked["nonce"]) >= 32 <= len(asked["code_challenge"])
    assert link not in departure.url
    assert SECRET not in departure.url


def test_once(trusting: House, provider: IdentityProvider) -> None:
    """Somebody comes back once; who comes with the same state again, or late, stays out."""
    provider.claims["groups"] = "soc"
    departure, late = entrance(trusting).depart(), entrance(trusting).depart()
    state, code = provider.visit(departure.url)
    entrance(trusting).arrive(state, departure.cookie.reveal(), code, DESK)

    with pytest.raises(SignInError, match="answered already"):
        entrance(trusting).arrive(state, departure.cookie.reveal(), code, DESK)
    state, code = provider.visit(late.url)
    trusting.clock.advance(5 * MINUTE)
    with pytest.raises(SignInError, match="too late"):
        entrance(trusting).arrive(state, late.cookie.reveal(), code, DESK)


@pytest.mark.parametrize("cookie", ["", "~", "another"])
def test_another_browser(trusting: House, provider: IdentityProvider, cookie: str) -> None:
    """What was begun in one browser is not ended in another: else somebody could be signed in as somebody else."""
    provider.claims["groups"] = "soc"
    departure, other = entrance(trusting).depart(), entrance(trusting).depart()
    state, code = provider.visit(departure.url)
    given = other.cookie.reveal() if cookie == "another" else cookie

    with pytest.raises(SignInError):
        entrance(trusting).arrive(state, given, code, DESK)
    assert [] == provider.redeemed


def test_stale_link(trusting: House) -> None:
    """Nobody goes to the provider for an invitation that opens nothing."""
    with pytest.raises(NotFoundError):
        entrance(trusting).depart("no-such-link")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["another", CLIENT]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": 1 << 38},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "\0"},
        {"sub": 7},
    ],
    ids=str,
)
def test_untrue(trusting: House, provider: IdentityProvider, wrong: dict[str, Any]) -> None:
    """What is from another provider, for another client, over, or answers another question is refused; the log says why."""
    provider.claims["groups"] = "soc"
    provider.wrong = wrong

    with capture_logs() as logs, pytest.raises(SignInError, match="was not accepted"):
        come(trusting, provider)
    assert [True] == [log["reason"].startswith("its id token") for log in logs]
    assert () == tuple(trusting.door.roll.all())


@pytest.mark.parametrize("header", [{}, {"kid": "2"}, {"alg": "none"}, {"alg": "HS256"}], ids=str)
def test_forged(trusting: House, provider: IdentityProvider, header: dict[str, Any]) -> None:
    """A token that the provider's key did not sign is refused, whatever its header says."""
    provider.claims["groups"] = "soc"
    if "alg" in header:
        signed = provider.token
        changed = (
            base64.urlsafe_b64encode(f'{{"alg":"{header["alg"]}","kid":"1"}}'.encode()).decode().rstrip("=")
        )
        provider.token = lambda asked: ".".join([changed, signed(asked).split(".")[1], ""])  # type: ignore[method-assign]  # plays the attacker
    else:
        provider.signs, provider.header = ECKey.generate_key("P-256", {"kid": "1"}), header

    with pytest.raises(SignInError, match="was not accepted"):
        come(trusting, provider)


def test_new_key(trusting: House, provider: IdentityProvider) -> None:
    """When the provider signs with a new key, it is fetched, but not more than once a minute."""
    seconds = [0.0]
    entrance(trusting)._provider._elapsed = lambda: seconds[0]
    provider.claims["groups"] = "soc"
    come(trusting, provider)
    provider.key = ECKey.generate_key("P-256", {"kid": "2", "use": "sig"})

    with pytest.raises(SignInError):
        come(trusting, provider)
    seconds[0] = 61.0
    assert isinstance(come(trusting, provider), Entered)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": 7},
    ],
    ids=str,
)
def test_discovery(trusting: House, provider: IdentityProvider, discovery: dict[str, Any]) -> None:
    """A discovery document of another provider, or one that would have secrets sent in the clear, is refused."""
    provider.discovery = discovery

    with pytest.raises(SignInError, match="was not accepted"):
        entrance(trusting).depart()


def test_refuses(trusting: House, provider: IdentityProvider) -> None:
    """Where the provider does not take a code, or is not there, the error says nothing of what was sent."""
    provider.status = 400
    with capture_logs() as logs, pytest.raises(SignInError) as caught:
        come(trusting, provider)

    assert ["/token answers 400"] == [log["reason"] for log in logs]
    assert "code-1" not in f"{caught.value}{caught.value.hint}{logs}"
