"""Which partner asks: by name and secret, by a token, or by its certificate."""

import base64
import binascii
from asyncio import to_thread
from http import HTTPStatus
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from msgspec.structs import replace

from noroshi.api.gate import address_of
from noroshi.api.pace import Pace
from noroshi.api.register import Register
from noroshi.api.taxii.exchange import Exchange
from noroshi.clock import MINUTE
from noroshi.errors import ForbiddenError, NotFoundError, SignInError
from noroshi.organisations.model import Organisation, is_valid
from noroshi.people.audit import What
from noroshi.people.caller import Caller, Via
from noroshi.people.model import Person
from noroshi.people.rights import Right, Role
from noroshi.people.secret import Secret
from noroshi.people.tokens import PREFIX
from noroshi.sharing.partners import Partner
from noroshi.sharing.taxii.media import check_accept
from noroshi.sharing.taxii.refusals import Refused

Connection = ASGIConnection[Any, Any, Any, Any]

CERTIFICATE: Final = "noroshi.certificate"
"""Where a connection has the SHA-256 of its client's certificate, among the extensions of its scope."""


class Gate:
    """Lets partners through, and tells the route who they are.

    Nobody guesses a secret of 256 bits, so failures only slow down who asks too fast anyway.

    Parameters
    ----------
    exchange
        What they ask.
    register
        Says what an organisation may receive.
    """

    def __init__(self, exchange: Exchange, register: Register) -> None:
        self._exchange = exchange
        self._centre = exchange.centre
        self._register = register
        self._pace = Pace()
        self._heard: dict[str, int] = {}

    async def __call__(self, connection: Connection, route: BaseRouteHandler) -> None:
        """Refuse, or put the caller into the connection as its user."""
        await to_thread(self._let_in, connection, route.opt.get("notes"))
        check_accept(connection.headers.get("Accept", ""))

    def _let_in(self, connection: Connection, notes: What | None) -> None:
        address = address_of(connection)
        try:
            caller = self._known(connection)
        except SignInError:
            self._pace.check(address)
            raise
        connection.scope["user"] = caller  # first, so that whose request is refused is known
        self._pace.check(caller.person.organisation)
        self._hear(caller.person.organisation)
        if notes is not None:
            self._centre.door.reads.note(caller, connection.url.path, address, notes)

    def _hear(self, partner: str) -> None:
        """Write down that a partner asks, once a minute at the most: some ask every second."""
        now, heard = self._centre.clock.now(), self._heard.get(partner)
        if heard is None or not heard <= now < heard + MINUTE:
            self._heard[partner] = now
            self._centre.sharing.partners.heard(partner, now)

    def _known(self, connection: Connection) -> Caller:
        scheme, _, given = connection.headers.get("Authorization", "").partition(" ")
        match scheme.lower():
            case "bearer":
                return self._by_secret(given.strip(), "")
            case "basic":
                name, password = _basic(given.strip())
                return self._by_secret(password, name)
            case _:
                shown: Any = connection.scope.get("extensions") or {}
                fingerprint = shown.get(CERTIFICATE, {}).get("sha256", "")
                return self._partner(self._centre.sharing.partners.by_certificate(fingerprint), "certificate")

    def _by_secret(self, secret: str, name: str) -> Caller:
        """Say whose a secret is; programs that know HTTP Basic alone send an API token as its password (MISP's issue 9858)."""
        if secret.startswith(PREFIX):
            return self._by_token(secret, name)
        partner = self._centre.sharing.partners.by_secret(Secret(secret).digest)
        if partner is not None and name not in {"", partner.organisation}:
            partner = None
        return self._partner(partner, "secret")

    def _by_token(self, token: str, name: str) -> Caller:
        caller = self._centre.door.tokens.caller(token)
        person = caller.person
        if name not in {"", person.id}:
            raise SignInError("nobody knows who asks")
        if not caller.may(Right.SHARE):
            raise ForbiddenError(Right.SHARE.value)
        self._centre.sharing.partners.get(person.organisation)
        registered = self._registered(person.organisation)
        cleared = min((person.clearance, registered.clearance), key=lambda each: each.rank)
        return replace(caller, person=replace(person, clearance=cleared))

    def _partner(self, partner: Partner | None, credential: str) -> Caller:
        if partner is None:
            raise SignInError("nobody knows who asks")
        cleared = self._registered(partner.organisation).clearance
        person = Person(partner.organisation, partner.name, Role.MEMBER, partner.organisation, cleared)
        rights = frozenset({Right.SHARE})
        return Caller(person, rights, Via.PARTNER, f"{partner.organisation}/{credential}")

    def _registered(self, organisation: str) -> Organisation:
        """Give an organisation as the register has it; one that is not in it at the moment is nobody, whatever it comes with."""
        try:
            found = self._register.organisation(organisation)
        except NotFoundError:
            found = None
        if found is None or not is_valid(found, self._centre.clock.now()):
            raise SignInError("nobody knows who asks")
        return found


def _basic(given: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise Refused(HTTPStatus.BAD_REQUEST, "the header Authorization cannot be read") from None
    return name, password
