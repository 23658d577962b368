"""A partner's program that does whatever it likes, in any order, against a plain list."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from noroshi.clock import SECOND
from noroshi.sharing.taxii.filters import EVERYTHING, Filters
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.stamps import stamp
from tests.api.exchanging import FROM_EAST, ROOT, exchanging
from tests.api.test_taxii import posted, told
from tests.sharing.taxii.shared import NOON, PlainList, indicator

OBJECTS = st.builds(
    indicator, st.integers(0, 2), st.none() | st.integers(0, 2), st.sampled_from(["2.0", "2.1"])
)
IDENTITIES = st.integers(0, 3).map(lambda number: indicator(number).id)
VERSIONS: dict[str, dict[str, Any]] = {
    "": {},
    "all": {"every": True, "last": False},
    "first": {"first": True, "last": False},
    "last,first": {"first": True},
    stamp(NOON + SECOND): {"versions": (NOON + SECOND,), "last": False},
}


class Program(RuleBasedStateMachine):
    """Adds, deletes and reads; the list says what it must be given."""

    def __init__(self) -> None:
        super().__init__()
        self._around = ExitStack()
        folder = self._around.enter_context(tempfile.TemporaryDirectory())
        centre = self._around.enter_context(exchanging(Path(folder)))
        self._client = centre.client("east")
        self._path = f"{ROOT}/collections/{FROM_EAST.id}"
        self._list = PlainList()

    def teardown(self) -> None:
        """Let the centre go."""
        self._around.close()

    @rule(objects=st.lists(OBJECTS, min_size=1, max_size=4))
    def add(self, objects: list[SharedObject]) -> None:
        """Add objects, some of which may be there."""
        status = self._client.post(
            f"{self._path}/objects/", content=posted([told(each.content) for each in objects])
        ).json()
        self._list.publish(objects, NOON)
        assert (len(objects), 0) == (status["success_count"], status["failure_count"])

    @rule(identity=IDENTITIES, version=st.sampled_from(sorted(VERSIONS)))
    def delete(self, identity: str, version: str) -> None:
        """Delete an object, in some of its versions or in all."""
        answer = self._client.delete(
            f"{self._path}/objects/{identity}/", params={"match[version]": version} if version else {}
        )
        is_there = any(each.object.id == identity for each in self._list.listed)
        self._list.delete(
            Filters(ids=(identity,), **VERSIONS[version]) if version else replace(EVERYTHING, ids=(identity,))
        )
        assert (200 if is_there else 404) == answer.status_code

    @rule(version=st.sampled_from(sorted(VERSIONS)), limit=st.integers(1, 4), by_next=st.booleans())
    def read(self, version: str, limit: int, *, by_next: bool) -> None:
        """Read page by page, by either way."""
        query = {"limit": str(limit)} | ({"match[version]": version} if version else {})
        got = []
        while True:
            answer = self._client.get(f"{self._path}/objects/", params=query)
            page = answer.json()
            got += page.get("objects", [])
            if not page.get("more"):
                break
            if by_next:
                query["next"] = page["next"]
            else:
                query["added_after"] = answer.headers["X-TAXII-Date-Added-Last"]
        expected = self._list.matching(Filters(**VERSIONS[version]))
        assert [told(each.object.content) for each in expected] == got

    @invariant()
    def manifest(self) -> None:
        """The manifest has a line for each current object."""
        lines = self._client.get(f"{self._path}/manifest/").json().get("objects", [])
        assert [each.object.id for each in self._list.matching(Filters())] == [each["id"] for each in lines]


def test_program() -> None:
    """Whatever a program adds and deletes, it reads what a plain list would give."""
    run_state_machine_as_test(
        Program, settings=settings(max_examples=8, stateful_step_count=25, deadline=None)
    )
