"""Places in what has happened, by their names."""

from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.api.events.places import Place, Places
from noroshi.people.sealing import Seals

OPEN = Places("5f3a90c1", None, "")
NUMBERS = st.integers(0, 10**18 - 1)


@given(place=st.builds(Place, NUMBERS, NUMBERS))
def test_named(place: Place) -> None:
    """A place is found by its name."""
    assert place == OPEN.place(OPEN.name(place))


@given(text=st.text(max_size=60) | st.from_regex(r"(5f3a90c1\.)?[0-9.]{0,60}", fullmatch=True))
@example("7")
@example("5f3a90c1")
@example("5f3a90c1.1.2.3")
@example("5f3a90c1.1.²")
@example("5f3a90c1.-1.0")
@example(f"5f3a90c1.{10**18}.0")
def test_any(text: str) -> None:
    """Whatever somebody sends names a place with two numbers that the books may have, or none."""
    found = OPEN.place(text)

    assert found is None or all(0 <= number < 2**63 for number in found)


@given(place=st.builds(Place, NUMBERS, NUMBERS))
def test_another_epoch(place: Place) -> None:
    """A place of another epoch is nowhere, be it named in the clear or sealed."""
    for seals in (None, Seals(bytes(32))):
        before, now = Places("5f3a90c1", seals, "example"), Places("0b7d2e44", seals, "example")

        assert (place, None) == (before.place(before.name(place)), now.place(before.name(place)))
