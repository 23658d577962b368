"""One's saved filters: the lists of alerts that one looks at often."""

from typing import Annotated

from litestar import delete, get, post
from litestar.params import JSONBody, QueryParameter
from msgspec import Struct

from noroshi.api.gate import SOMEBODY
from noroshi.api.given import Given
from noroshi.people.caller import Caller
from noroshi.people.door import Door
from noroshi.records.people import FilterRecord, filter_record


class FilterSaved(Struct, frozen=True, forbid_unknown_fields=True):
    """A filter to be saved."""

    name: str
    """What it is called; one of the same name makes room."""
    address: str
    """Where the console shows it, such as /alerts?severity=high."""


@get("/me/filters", may=SOMEBODY, notes=None, sync_to_thread=True)
def list_filters(caller: Given[Caller], door: Given[Door]) -> tuple[FilterRecord, ...]:
    """List one's saved filters, by name."""
    return tuple(map(filter_record, door.filters.of(caller.person)))


@post("/me/filters", may=SOMEBODY, notes=None, status_code=200, sync_to_thread=True)
def save_filter(data: JSONBody[FilterSaved], caller: Given[Caller], door: Given[Door]) -> FilterRecord:
    """Save a filter, in place of the one of the same name."""
    return filter_record(door.filters.save(caller.person, data.name, data.address))


@delete("/me/filters", may=SOMEBODY, notes=None, sync_to_thread=True)
def forget_filter(
    name: Annotated[str, QueryParameter(description="What the filter is called.")],
    caller: Given[Caller],
    door: Given[Door],
) -> None:
    """Forget a saved filter."""
    door.filters.forget(caller.person, name)


ROUTES = (list_filters, save_filter, forget_filter)
