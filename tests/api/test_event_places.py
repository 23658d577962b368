"""Places in what has happened, by their names."""

from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.api.events.places import Place, Places

OPEN = Places(None, "")
NUMBERS = st.integers(0, 10**18 - 1)


@given(place=st.builds(Place, NUMBERS, NUMBERS))
def test_named(place: Place) -> None:
    """A place is found by its name."""
    assert place == OPEN.place(OPEN.name(place))


@given(text=st.text(max_size=60) | st.from_regex(r"[0-9.]{0,60}", fullmatch=True))
@example("7")
@example("1.2.3")
@example("1.²")
@example("-1.0")
@example(f"{10**18}.0")
def test_any(text: str) -> None:
    """Whatever somebody sends names a place with two numbers that the books may have, or none."""
    found = OPEN.place(text)

    assert found is None or all(0 <= number < 2**63 for number in found)
