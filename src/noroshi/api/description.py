"""The API, described for programs: OpenAPI 3.1."""

from typing import Final

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme

from noroshi import __version__
from noroshi.api.gate import COOKIE

PATH: Final = "/api/v1/openapi.json"


def description() -> OpenAPIConfig:
    """Say how the API is described."""
    return OpenAPIConfig(
        title="Noroshi",
        version=__version__,
        summary="A watch centre's alerts, and what people do with them.",
        license=License("Apache-2.0", identifier="Apache-2.0"),
        components=Components(
            security_schemes={
                "session": SecurityScheme("apiKey", name=COOKIE, security_scheme_in="cookie"),
                "token": SecurityScheme("http", scheme="bearer"),
            }
        ),
        use_handler_docstrings=True,
        path="/api/v1",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )
