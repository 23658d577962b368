from dataclasses import dataclass
from enum import Enum

from noroshi.testing.documentation import parameters_of, sentences_below


def test_two_places() -> None:
    """A parameter is explained in the docstring's section or in the string below its field."""

    @dataclass
    class Lamp:
        """A lamp.

        Parameters
        ----------
        height, depth : float
            Metres,
            in full.

        Raises
        ------
        ValueError
            Never.
        """

        height: float = 20.0
        depth: float = 1.5
        colour: str = "white"
        """As the chart says."""
        owner: str = ""

    explained = {parameter.name: parameter.sentence for parameter in parameters_of(Lamp())}

    assert {
        "height": "Metres, in full.",
        "depth": "Metres, in full.",
        "colour": "As the chart says.",
        "owner": "",
    } == explained


def test_members() -> None:
    """A member without a sentence of its own has an empty one."""

    class Light(Enum):
        """What a lamp does."""

        FIXED = 1
        """It burns."""
        FLASHING = 2

    assert {"FIXED": "It burns.", "FLASHING": ""} == sentences_below(Light)
