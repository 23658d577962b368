import re

from noroshi.app import Application
from noroshi.clock import HOUR, SystemClock
from noroshi.indications.logbook import Logbook
from noroshi.indications.merging import Told
from noroshi.indications.model import Seen
from tests.cli.centre import Centre
from tests.indications.signs import NIGHT, sign


def test_seen_by(centre: Centre) -> None:
    """It is said who saw an indication first, and who saw it too, for people and for programs."""
    with Application.open(centre.home, SystemClock()) as application:
        logbook = Logbook(application.indications, ["port.rising"])
        logbook.conclude([sign()])
        seen = Seen("East Centre", NIGHT - HOUR, NIGHT, False, 1_090, 5_000, NIGHT, "an id")
        [found] = logbook.hear([Told("port.rising", sign().subject, 0.5, seen)])
    listed = centre("indications", "list").out
    shown = centre("indications", "show", found.id).out
    [program] = centre("indications", "show", found.id, "--json").objects()

    assert "East Centre, here" in listed
    assert re.search(r"East Centre +.* 1,090 +5,000", shown)
    assert "East Centre" == program["indication"]["first_seen_by"]
    assert ["East Centre", ""] == [each["centre"] for each in program["indication"]["seen_by"]]
    assert sign().why in shown
