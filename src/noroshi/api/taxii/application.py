"""All routes of TAXII, put together."""

from collections.abc import Callable
from typing import Any, TypeAlias

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.exceptions import HTTPException

from noroshi.api.problems import Refusal
from noroshi.api.register import Register
from noroshi.api.taxii import reading, service, writing
from noroshi.api.taxii.answers import (
    asked_wrongly,
    failed,
    reason_of,
    refused,
    refused_by_house,
    unforeseen,
)
from noroshi.api.taxii.exchange import Exchange
from noroshi.api.taxii.gate import Gate
from noroshi.errors import NoroshiError
from noroshi.sharing.taxii.objects import LARGEST_BODY
from noroshi.sharing.taxii.refusals import Refused

Answering: TypeAlias = Callable[[Request[Any, Any, Any], Any], Response[bytes]]

RESOURCES = (service, reading, writing)
"""What can be asked for; each has its `ROUTES`."""


def taxii_application(exchange: Exchange) -> Litestar:
    """Make what answers partners, over a centre's collections.

    Answers are not compressed: a page of 1,000 objects takes 2 ms without and 12 ms with it.
    """
    # A router of its own takes copies: registered with the application itself, two routes of one path are wrapped twice.
    routes = Router("/", route_handlers=[route for each in RESOURCES for route in each.ROUTES])
    return Litestar(
        [routes],
        guards=[Gate(exchange, Register(exchange.centre))],
        dependencies={"exchange": Provide(lambda: exchange, sync_to_thread=False)},
        exception_handlers={
            Refused: _counting(exchange, refused),
            Refusal: _counting(exchange, refused_by_house),
            NoroshiError: _counting(exchange, failed),
            HTTPException: _counting(exchange, asked_wrongly),
            Exception: _counting(exchange, unforeseen),
        },
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        openapi_config=None,
    )


def _counting(exchange: Exchange, give: Answering) -> Answering:
    """Count what is not done, and answer it."""

    def count(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
        exchange.refuse(request, reason_of(fault))
        return give(request, fault)

    return count
