"""What requests share: collections, as the partner sees them who asks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from noroshi.api.gate import address_of
from noroshi.app import Application
from noroshi.errors import NotFoundError, StorageError
from noroshi.people.audit import By, Outcome, What
from noroshi.people.caller import Caller
from noroshi.sharing.taxii.collection import Collection, Visitor
from noroshi.sharing.taxii.filters import ALL_MATCHES, Filters, filters_of
from noroshi.sharing.taxii.refusals import Refused


class Exchange:
    """One for an application.

    Parameters
    ----------
    centre
        Whose collections these are.
    """

    def __init__(self, centre: Application) -> None:
        self.centre = centre
        self.book = centre.sharing.objects
        self.counters: Counter[str] = Counter()
        """What was done, and what was refused, with its reason."""
        self._refusals: defaultdict[str, Counter[str]] = defaultdict(
            Counter
        )  # not yet written down, by partner
        self._lock = Lock()
        self.address = ""
        """Where it answers; set by whoever lets it."""

    def refuse(self, request: Request[Any, Any, Any], reason: str) -> None:
        """Count what is not done, and of whom, if that is known."""
        self.counters[f"refused: {reason}"] += 1
        caller: Caller | None = request.scope.get("user")
        if caller is not None:
            with self._lock:
                self._refusals[caller.person.organisation][reason] += 1

    def refuse_stranger(self, reason: str) -> None:
        """Count a connection that ended before anybody could be asked who they are."""
        self.counters[f"refused: {reason}"] += 1

    def write_down(self) -> None:
        """Write down what was refused to partners since the last time: one that is refused at any pace causes a write a turn.

        Raises
        ------
        StorageError
            If the database fails.
        """
        while self._refusals:
            with self._lock:
                organisation, reasons = self._refusals.popitem()
            try:
                self.centre.sharing.partners.refused(organisation, reasons)
            except NotFoundError:
                continue  # it is a partner no more
            except StorageError:
                with self._lock:
                    self._refusals[organisation].update(reasons)
                raise

    def visible(self, visitor: Visitor) -> Sequence[Collection]:
        """Give the collections that a partner may know of."""
        return [each for each in self.book.collections() if each.is_seen_by(visitor)]

    def collection(self, name: str, visitor: Visitor) -> Collection:
        """Find a collection by its id or alias.

        Raises
        ------
        Refused
            If there is none, or the partner may not know of it: both look the same (404).
        """
        for each in self.visible(visitor):
            if name in {each.id, each.alias}:
                return each
        raise Refused(HTTPStatus.NOT_FOUND, "there is no such collection, or it is not for you")

    def readable(self, name: str, request: Request[Caller, Any, Any]) -> Collection:
        """Find a collection that a partner may read.

        Raises
        ------
        Refused
            As for `collection`, and if the partner may only write to it (403).
        """
        visitor = visitor_of(request)
        found = self.collection(name, visitor)
        if not found.may_read(visitor):
            raise self._forbidden(request, "you may not read this collection")
        return found

    def writable(self, name: str, request: Request[Caller, Any, Any]) -> Collection:
        """Find a collection that a partner may add to.

        Raises
        ------
        Refused
            As for `collection`, and if the partner may only read it (403).
        """
        visitor = visitor_of(request)
        found = self.collection(name, visitor)
        if not found.may_write(visitor):
            raise self._forbidden(request, "you may not add to this collection")
        return found

    def _forbidden(self, request: Request[Caller, Any, Any], reason: str) -> Refused:
        by, now = By.caller(request.user, address_of(request)), self.centre.clock.now()
        entry = by.did(now, What.READ_COLLECTION, request.url.path, reason, Outcome.REFUSED)
        self.centre.door.audit.write([entry])
        return Refused(HTTPStatus.FORBIDDEN, reason)


def visitor_of(request: Request[Caller, Any, Any]) -> Visitor:
    """Say for which partner a request is, and what it may receive."""
    return Visitor(request.user.person.organisation, request.user.person.clearance)


def asked(request: Request[Any, Any, Any], known: frozenset[str] = ALL_MATCHES) -> Filters:
    """Read what a request asks for.

    Raises
    ------
    Refused
        If that cannot be read (400).
    """
    return filters_of(parameters(request), known)


def parameters(request: Request[Any, Any, Any]) -> Sequence[tuple[str, str]]:
    """Give the query's names and values."""
    query: bytes = request.scope["query_string"]
    try:
        return parse_qsl(query.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the query cannot be read") from None
