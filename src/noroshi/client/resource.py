"""What all nouns of the client stand on."""

from noroshi.client.line import Line


class Resource:
    """One noun of the API: what a centre can be asked for about it.

    Each method asks one route, and gives the very record that the route answers with. Moments are in ISO 8601, and UTC without a
    zone. Lists that the API gives by the page come one by one, however many pages they have; `limit` is how many a page has, 1,000 at
    the most. Every method raises `noroshi.client.problem.ProblemError` if the centre refuses.

    Parameters
    ----------
    line
        Where to ask.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
