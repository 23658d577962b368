"""Passwords and keys: never in the settings file, but in a file or an environment variable that it names."""

import os
from collections.abc import Mapping
from pathlib import Path

from noroshi.errors import SettingsError


def secret(setting: str, file: str, variable: str, environment: Mapping[str, str] = os.environ) -> str:
    """Fetch a secret; empty if neither a file nor a variable is named.

    Parameters
    ----------
    setting
        What it is for, such as "[email] password".
    file
        Path of a file that holds it and nothing else; a newline at the end is dropped.
    variable
        Name of an environment variable that holds it.

    Raises
    ------
    SettingsError
        If both are named, or what is named is not there. The secret is never in the message.

    Examples
    --------
    >>> secret("[email] password", "", "MAIL_PASSWORD", {"MAIL_PASSWORD": "open sesame"})
    'open sesame'
    """
    if file and variable:
        raise SettingsError(f"{setting}: both a file and a variable are named", hint="Remove one of them.")
    if file:
        try:
            return Path(file).expanduser().read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as fault:
            reason = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8"
            raise SettingsError(f"{setting}: cannot read {file}: {reason}") from fault
    if variable and variable not in environment:
        raise SettingsError(
            f"{setting}: the environment variable {variable} is not set",
            hint="Set it where the program is started, or name a file instead.",
        )
    return environment[variable] if variable else ""
