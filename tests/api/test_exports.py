"""Alerts taken away in one file."""

import csv
import io

import msgspec
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # PyArrow says nothing of its types
import pytest

from noroshi.api.sight.exporting import as_csv
from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Role
from noroshi.records.alerts import ListedAlert
from tests.api.answering import Answering
from tests.delivery.stories import detection


@pytest.fixture
def told(api: Answering) -> Answering:
    """A centre with three alerts."""
    api.alerted(*(detection(subject=f"192.0.2.{last}") for last in (1, 2, 3)))
    return api


def test_csv(told: Answering) -> None:
    """CSV has a line for each alert of the filter, under the names of its fields."""
    answer = told.client().get("/alerts.csv", params={"subject": "192.0.2.2/31"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert ("text/csv", "2") == (
        answer.headers["Content-Type"].partition(";")[0],
        answer.headers["X-Noroshi-Total"],
    )
    assert ["192.0.2.2", "192.0.2.3"] == sorted(row["subject"] for row in rows)
    assert {"Example University"} == {row["organisation_name"] for row in rows}
    assert {"malicious-code/infected-system"} == {row["classification"] for row in rows}


def test_formulas(told: Answering) -> None:
    """No cell of it is a formula to a spreadsheet, whoever wrote what is in it."""
    page = told.client().get("/alerts").json()
    [alert, *_] = msgspec.convert(page["items"], list[ListedAlert])
    hostile = [msgspec.structs.replace(alert, why=f"{begin}cmd|' /C calc'!A0") for begin in "=+-@\t\r"]
    written = b"".join(as_csv([hostile])).decode()
    cells = [row["why"] for row in csv.DictReader(io.StringIO(written, newline=""))]

    assert ["'"] * 6 == [cell[0] for cell in cells]


def test_json(told: Answering) -> None:
    """JSON says when it was made and how many there are, and has them all."""
    made = told.client().get("/alerts.json").json()

    assert (3, 3) == (made["total"], len(made["items"]))
    assert made["exported"].endswith("Z")
    assert {"total": 0, "items": []}.items() <= told.client().get("/alerts.json?q=none").json().items()


def test_parquet(told: Answering) -> None:
    """Parquet is the same as a table with types."""
    table = pq.read_table(io.BytesIO(told.client().get("/alerts.parquet").content))

    assert (3, "bool", "double") == (
        table.num_rows,
        str(table.schema.field("ended").type),
        str(table.schema.field("confidence").type),
    )


def test_right_and_audit(told: Answering) -> None:
    """Only who may export does, and each time the audit has it, with the filter."""
    refused = told.client("viv", Role.VIEWER).get("/alerts.csv")
    told.client().get("/alerts.csv?kind=infection")
    lines = told.centre.door.audit.page(AuditWanted(what=What.EXPORT), None, 10)

    assert 403 == refused.status_code
    assert ["/api/v1/alerts.csv?kind=infection"] == [line.entry.about for line in lines]
