"""What this centre is, for whoever comes by."""

from typing import Any

from litestar import MediaType, Request, Response, get

from noroshi import __version__
from noroshi.api.description import described
from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.app import Application
from noroshi.people.door import Door
from noroshi.records.about import About

LANGUAGES = ("en", "ja", "id", "vi", "th")
"""Of the console."""


@get("/about", may=ANYBODY, sync_to_thread=False)
def show_about(centre: Given[Application], door: Given[Door]) -> About:
    """Say what this centre is; anybody may ask."""
    return About("Noroshi", __version__, centre.config.centre.name, LANGUAGES, door.settings.ways)


@get("/openapi.json", may=ANYBODY, sync_to_thread=True, include_in_schema=False)
def describe(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Describe the API as OpenAPI 3.1."""
    return Response(described(request.app), media_type=MediaType.JSON)


ROUTES = (show_about, describe)
