from dataclasses import replace
from typing import Annotated, NamedTuple

import pytest

import tides
from noroshi.columns.schema import I64, U8
from noroshi.domains import Domain
from noroshi.testing import LawBrokenError, build, check_domain


class Undated(NamedTuple):
    """Readings without a time."""

    gauge: Annotated[U8, "", "Which gauge."]


class Unsaid(NamedTuple):
    """Readings with a column that says nothing."""

    time: Annotated[I64, "ns UTC", ""]


FAULTS: dict[str, Domain] = {
    "its name is not one lower-case word": replace(tides.domain, name="Tides!"),
    "the domain has no sentence": replace(tides.domain, sentence=""),
    "kind 'flood' has no sentence": replace(tides.domain, kinds={"flood": ""}),
    "subject kind 'gauge' has no sentence": replace(tides.domain, subject_kinds={"gauge": "a gauge"}),
    "setting 'level' has no sentence": replace(tides.domain, settings={"level": (2.0, "")}),
    "column 'time' has no sentence": replace(tides.domain, observations=Unsaid),
    "no int64 column called time": replace(tides.domain, observations=Undated),
    r"its kinds are \['ebb'\], its detectors' \['flood'\]": replace(tides.domain, kinds={"ebb": "Low."}),
    "it classifies .*'dos.victim'.*, which are no kinds": replace(tides.domain, name="cyber"),
    "a setting that it does not declare": replace(
        tides.domain, prepare=lambda _settings, register: tides.prepare({}, register)
    ),
    "opens a source that does not exist": replace(
        tides.domain, open=lambda _names, sourcing: tides.Tables([], sourcing)
    ),
}


@pytest.mark.parametrize(("complaint", "domain"), FAULTS.items(), ids=FAULTS)
def test_faults(complaint: str, domain: Domain) -> None:
    """A planted fault is named."""
    with pytest.raises(LawBrokenError, match=complaint):
        check_domain(domain)


def test_unused_kind() -> None:
    """A subject kind that no observation leads to is named, so that none goes untried."""
    wide = replace(tides.domain, subject_kinds={**tides.domain.subject_kinds, "buoy": "A buoy."})
    batch = build(tides.Readings, {"time": 1, "height": 3.0})

    with pytest.raises(LawBrokenError, match=r"no detection is of the subject kind \['buoy'\]"):
        check_domain(wide, [batch])


def test_undeclared_kind() -> None:
    """A subject kind that the domain does not declare is named."""
    narrow = replace(tides.domain, subject_kinds={})
    batch = build(tides.Readings, {"time": 1, "height": 3.0})

    with pytest.raises(LawBrokenError, match=r"the subject kind \['gauge'\] is not declared"):
        check_domain(narrow, [batch])


def test_settings() -> None:
    """The settings that are given reach the domain."""
    batch = build(tides.Readings, {"time": 1, "height": 3.0})

    assert [3.0] == [
        measure.threshold
        for found in check_domain(tides.domain, [batch], settings={"level": 3.0})
        for measure in found.evidence.measures
    ]
