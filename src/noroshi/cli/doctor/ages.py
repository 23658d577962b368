"""How old lists are, and how long certificates in files are good."""

from pathlib import Path
from typing import Final

from cryptography import x509

from noroshi.cli.doctor.finding import Findings, broken, fine, warning
from noroshi.clock import DAY, SECOND, clock_text

STALE: Final = 90
"""Days after which a list of addresses is old: scanners move, and prefixes change hands."""

AHEAD: Final = 30
"""Days before a certificate expires from which on it is time to ask for another (our judgement)."""


def age(path: Path, now: int) -> Findings:
    """Say how old a file is, or the newest file below a folder."""
    try:
        files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else []
        written = max(int(each.stat().st_mtime) for each in files or [path])
    except OSError as fault:
        yield broken("lists", f"{path}: {fault.strerror}", "Fetch it again, or take it out of the settings.")
        return
    days = (now - written * SECOND) // DAY
    if days > STALE:
        yield warning("lists", f"{path} is {days} days old", "Fetch a newer one.")
    else:
        yield fine("lists", f"{path} is {max(days, 0)} days old")


def expiring(check: str, path: Path, now: int, *, chain: bool = False) -> Findings:
    """Look how long the certificates in a file are good: of authorities the last that expires counts, of a chain the first in it, which is one's own."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as fault:
        reason = (isinstance(fault, OSError) and fault.strerror) or "there is no certificate in it"
        yield broken(check, f"{path}: {reason}", "Name a file in PEM, or nothing, in the settings.")
        return
    ends = [int(each.not_valid_after_utc.timestamp()) * SECOND for each in found]
    expires = ends[0] if chain else max(ends)
    if expires <= now:
        yield broken(check, f"{path} expired on {clock_text(expires)[:10]}", "Ask for another now.")
    elif is_soon(expires, now):
        yield warning(check, f"{path} expires on {clock_text(expires)[:10]}", "Ask for another now.")


def is_soon(expires: int, now: int) -> bool:
    """Tell whether a certificate expires (ns UTC) within 30 days."""
    return expires - now < AHEAD * DAY
