"""Which server it is that we ask, and who we are to it."""

import ssl
from pathlib import Path

from noroshi.errors import SettingsError


def trust_server(pinned: str, certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    """Make what speaks TLS 1.2 or newer to a partner's server.

    Parameters
    ----------
    pinned
        Its certificate in PEM, which alone is believed, whatever name it is for; empty for the system's authorities. One that may
        sign others stands for them, too: whoever has its key is the partner.
    certificate, key
        PEM files of ours, which it is shown; None for none.

    Raises
    ------
    SettingsError
        If they cannot be read, or do not fit each other.
    """
    context = ssl.create_default_context(cadata=pinned or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if pinned:
        context.check_hostname = False
        context.verify_flags |= (
            ssl.VERIFY_X509_PARTIAL_CHAIN
        )  # the pin is the end of the chain, whoever signed it
    if certificate is not None:
        try:
            context.load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as fault:
            raise SettingsError(
                f"[sharing] certificate and key cannot be used: {fault.strerror or 'they do not fit each other'}",
                hint="Name a PEM file for each.",
            ) from None
    return context
