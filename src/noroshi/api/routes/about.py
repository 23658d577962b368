"""What this centre is, for whoever comes by."""

from litestar import get
from msgspec import Struct

from noroshi import __version__
from noroshi.api.gate import ANYBODY
from noroshi.api.given import Given
from noroshi.app import Application

LANGUAGES = ("en", "ja", "id", "vi", "th")
"""Of the console."""


class About(Struct, frozen=True):
    """A watch centre, as it introduces itself."""

    name: str
    """What runs here: Noroshi."""
    version: str
    """Of the program."""
    centre: str
    """The centre's own name."""
    demo: bool
    """Whether what is seen is made up."""
    languages: tuple[str, ...]
    """Languages of the console."""
    sign_in: tuple[str, ...]
    """How one can sign in: passkey, password, oidc."""


@get("/about", may=ANYBODY, sync_to_thread=False)
def show_about(centre: Given[Application]) -> About:
    """Say what this centre is; anybody may ask."""
    return About("Noroshi", __version__, centre.config.centre.name, False, LANGUAGES, ("passkey", "password"))


ROUTES = (show_about,)
