"""All routes, put together."""

from typing import Final

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException

from noroshi.api.description import configuration
from noroshi.api.headers import headers
from noroshi.api.house import House
from noroshi.api.problems import Refusal, asked_wrongly, failed, refused, unforeseen
from noroshi.api.routes import (
    about,
    alerts,
    audit,
    block_lists,
    bulk,
    campaigns,
    events,
    exports,
    filters,
    guides,
    handing,
    indications,
    invitations,
    me,
    moves,
    notices,
    oidc,
    organisations,
    pages,
    partners,
    people,
    picture,
    releases,
    renewal,
    reports,
    rosters,
    search,
    sensors,
    session,
    silences,
    spaces,
    tokens,
)
from noroshi.console.shell import Shell
from noroshi.errors import NoroshiError, VersionConflictError

BASE: Final = "/api/v1"

RESOURCES: Final = (
    about,
    alerts,
    audit,
    block_lists,
    bulk,
    campaigns,
    events,
    exports,
    filters,
    guides,
    handing,
    indications,
    invitations,
    me,
    moves,
    notices,
    oidc,
    organisations,
    partners,
    people,
    picture,
    releases,
    rosters,
    renewal,
    reports,
    search,
    sensors,
    session,
    silences,
    spaces,
    tokens,
)
"""What can be asked for; each has its `ROUTES`."""

BODY: Final = 1_000_000
"""Bytes of a request's body, at most: a bulk move of 20,000 alerts named one by one takes 400 kB."""

SMALL: Final = 1_000
"""Bytes of an answer from which on it is compressed."""


def application(house: House) -> Litestar:
    """Make what answers, over a centre's books."""
    shell = Shell()
    api = Router(BASE, route_handlers=[route for each in RESOURCES for route in each.ROUTES])
    return Litestar(
        [api, *pages.ROUTES],
        guards=[house.gate],
        dependencies={**house.dependencies(), "shell": Provide(lambda: shell, sync_to_thread=False)},
        exception_handlers={
            Refusal: refused,
            NoroshiError: failed,
            VersionConflictError: house.conflicted,
            HTTPException: asked_wrongly,
            Exception: unforeseen,
        },
        after_exception=[house.refusing.note],
        before_send=[headers(shell)],
        compression_config=CompressionConfig("gzip", minimum_size=SMALL, exclude_opt_key="uncompressed"),
        request_max_body_size=BODY,
        logging_config=None,
        openapi_config=configuration(),
        lifespan=[house.journal.beside, house.refusing.beside],
    )
