"""All routes, put together."""

from typing import Any, Final

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException

from noroshi.api.gate import Doors, Gate
from noroshi.api.headers import headers
from noroshi.api.live import Live
from noroshi.api.problems import Refusal, asked_wrongly, failed, refused, unforeseen
from noroshi.api.routes import about, alerts, events, pages
from noroshi.api.sight import Sight
from noroshi.app import Application
from noroshi.console.shell import Shell
from noroshi.errors import NoroshiError

BASE: Final = "/api/v1"

BODY: Final = 1_000_000
"""Bytes of a request's body, at most: a bulk move of 20,000 alerts named one by one takes 400 kB."""

SMALL: Final = 1_000
"""Bytes of an answer from which on it is compressed."""


def application(centre: Application, doors: Doors, live: Live | None = None) -> Litestar:
    """Make what answers, over a centre's books.

    Parameters
    ----------
    doors
        Know people by what they show.
    live
        The watch in this process, if one runs.
    """
    shell = Shell()
    api = Router(BASE, route_handlers=[*about.ROUTES, *alerts.ROUTES, *events.ROUTES])
    return Litestar(
        [api, *pages.ROUTES],
        guards=[Gate(doors)],
        dependencies={
            "centre": Provide(lambda: centre, sync_to_thread=False),
            "shell": Provide(lambda: shell, sync_to_thread=False),
            "live": Provide(lambda: live, sync_to_thread=False),
            "sight": Provide(_sight, sync_to_thread=False),
        },
        exception_handlers={
            Refusal: refused,
            NoroshiError: failed,
            HTTPException: asked_wrongly,
            Exception: unforeseen,
        },
        before_send=[headers(shell)],
        compression_config=CompressionConfig("gzip", minimum_size=SMALL, exclude_opt_key="uncompressed"),
        request_max_body_size=BODY,
        logging_config=None,
        openapi_config=None,
    )


def _sight(request: Request[Any, Any, Any], centre: Application) -> Sight:
    return Sight(centre, request.user)
