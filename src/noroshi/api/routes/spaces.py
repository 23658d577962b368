"""What an organisation answers for, laid out; how soon it answers; and what is known of addresses over time."""

from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.sight.activity import SeenActivity
from noroshi.api.sight.spaces import SeenSpaces
from noroshi.people.audit import What
from noroshi.records.activity import ActivityRecord
from noroshi.records.reports import PromptnessRecord
from noroshi.records.space import SpaceRecord


@get("/organisations/{organisation:str}/map", may=SEES, notes=What.READ, sync_to_thread=True)
def show_space(
    organisation: Annotated[str, PathParameter(description="An organisation's id.")],
    spaces: Given[SeenSpaces],
) -> SpaceRecord:
    """Lay out the IPv4 space that an organisation answers for; dark space only for those who may see where it lies."""
    return spaces.space(organisation)


@get("/organisations/{organisation:str}/promptness", may=SEES, notes=What.READ, sync_to_thread=True)
def show_promptness(
    organisation: Annotated[str, PathParameter(description="An organisation's id.")],
    spaces: Given[SeenSpaces],
) -> PromptnessRecord:
    """Say how soon an organisation's alerts were taken and cleaned in the last 90 days, and how many came back."""
    return spaces.promptness(organisation)


@get("/activity", may=SEES, notes=What.READ, sync_to_thread=True)
def show_activity(
    subject: Annotated[
        str, QueryParameter(max_length=60, description="An address, or a prefix such as 192.0.2.0/24.")
    ],
    activity: Given[SeenActivity],
    days: Annotated[int, QueryParameter(ge=1, le=366, description="So many days back.")] = 30,
) -> ActivityRecord:
    """Give what is known of an address or a prefix over time, out of alerts and the archive of detections."""
    return activity.about(subject, days)


ROUTES = (show_space, show_promptness, show_activity)
