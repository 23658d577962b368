"""Whom TLS connections trust."""

import ssl
from functools import cache
from pathlib import Path

from noroshi.errors import SettingsError


@cache
def trust(authorities: Path | None) -> ssl.SSLContext:
    """Make a context that checks names and certificates; one for each file, as loading takes milliseconds.

    Parameters
    ----------
    authorities
        PEM file of certificate authorities; None means the system's.

    Raises
    ------
    SettingsError
        If the file cannot be read, or holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=authorities)
    except OSError as error:
        raise SettingsError(
            f"{authorities}: no certificate authorities can be read from it",
            hint="Name a PEM file in the settings, or nothing for the system's authorities.",
        ) from error


def distrust(error: BaseException | None) -> str:
    """Say why a server's certificate is not believed: expired, for another name, signed by nobody we know."""
    reason = getattr(error, "verify_message", "")
    return f"its certificate is not valid: {reason}" if reason else "its certificate is not valid"
