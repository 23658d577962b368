from pathlib import Path

import pytest

from noroshi.delivery.channels.trust import trust
from noroshi.errors import SettingsError


@pytest.mark.parametrize("content", [None, "", "not a certificate"])
def test_no_authorities(tmp_path: Path, content: str | None) -> None:
    """A file that is missing, or holds no certificate, is an error of the settings."""
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SettingsError, match="no certificate authorities"):
        trust(path)
