"""Every domain that is installed is what it says it is."""

import pytest

from noroshi.domains import Domain, domains
from noroshi.testing import check_domain


@pytest.mark.parametrize("domain", domains().values(), ids=domains().keys())
def test_declarations(domain: Domain) -> None:
    """A domain declares all that it brings, a sentence each, and refuses what it does not know."""
    assert [] == check_domain(domain)
