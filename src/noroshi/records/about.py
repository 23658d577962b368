"""What a centre says of itself, to whoever asks."""

from msgspec import Struct


class About(Struct, frozen=True):
    """A watch centre, as it introduces itself."""

    name: str
    """What runs here: Noroshi."""
    version: str
    """Of the program."""
    centre: str
    """The centre's own name."""
    languages: tuple[str, ...]
    """Languages of the console."""
    sign_in: tuple[str, ...]
    """How one can sign in: passkey, password, oidc."""
