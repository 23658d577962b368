"""What the tests of the API stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.answering import Answering, answering


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Answering]:
    """A centre that answers."""
    with answering(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """A centre that answers, for all tests of a file."""
    with answering(tmp_path_factory.mktemp("centre")) as made:
        yield made
