from pathlib import Path

import pytest

from noroshi.files import write_whole


def test_whole(tmp_path: Path) -> None:
    """A file has all its parts, for its owner's eyes only, and nothing lies beside it any more."""
    path = tmp_path / "new" / "file"
    write_whole(path, (b"one, ", b"two"), tmp_path / ".beside")

    assert (b"one, two", 0o600, 0o700) == (
        path.read_bytes(),
        path.stat().st_mode & 0o777,
        path.parent.stat().st_mode & 0o777,
    )
    assert [path.parent] == list(tmp_path.iterdir())


def test_none(tmp_path: Path) -> None:
    """Where a part cannot be had, what stood under the name stays as it was."""
    path = tmp_path / "file"
    path.write_bytes(b"before")

    with pytest.raises(ZeroDivisionError):
        write_whole(path, (bytes([1 // each]) for each in (1, 0)), tmp_path / ".beside")
    assert b"before" == path.read_bytes()


def test_checked(tmp_path: Path) -> None:
    """Where a check of what was written fails, what stood under the name stays as it was."""
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def refuse(written: Path) -> None:
        raise ValueError(written.read_bytes())

    with pytest.raises(ValueError, match="after"):
        write_whole(path, [b"after"], tmp_path / ".beside", check=refuse)
    assert b"before" == path.read_bytes()
