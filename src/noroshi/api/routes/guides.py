"""What members are advised to do about alerts."""

from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.app.guides import guide
from noroshi.errors import NotFoundError
from noroshi.people.caller import Caller
from noroshi.records.guides import GuideRecord, guide_record


@get("/guides/{kind:str}", may=SEES, notes=None, sync_to_thread=True)
def show_guide(
    kind: Annotated[str, PathParameter(description="A detection kind, such as infection.external.")],
    caller: Given[Caller],
    language: Annotated[
        str, QueryParameter(description="en, ja, id, vi or th; empty for the caller's own.")
    ] = "",
    label: Annotated[
        list[str] | None, QueryParameter(description="A label that what was seen matches, such as mirai.")
    ] = None,
) -> GuideRecord:
    """Give the guide about a kind, in a language, or in English where there is none in that."""
    found = guide(kind, label or (), language or caller.person.language)
    if found is None:
        raise NotFoundError(f"there is no guide about {kind!r}")
    return guide_record(found)


ROUTES = (show_guide,)
