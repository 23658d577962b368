"""What is said when a provider's answer does not do: little to whoever asks, more to the log."""

import structlog

from noroshi.errors import SignInError

_log = structlog.get_logger(__name__)


def refused(why: str) -> SignInError:
    """Log why a provider's answer was refused, and give the error that says only that."""
    _log.warning("a sign-in by the OpenID Connect provider was refused", reason=why)
    return SignInError(
        "the provider's answer was not accepted", hint="Try again; the centre's log says what was wrong."
    )
