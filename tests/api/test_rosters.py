"""The register over HTTP: taken away as a roster, and brought as one."""

from http import HTTPStatus

import pytest

from noroshi.people.audit import AuditWanted, What
from noroshi.people.rights import Role
from tests.api.answering import Answering

MORE = "organisations: [{id: newcomer, name: Newcomer, holdings: [{prefix: 203.0.113.128/26}]}]"


@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_round_trip(ending: str, shared: Answering) -> None:
    """What is taken away and brought again changes nothing."""
    chief = shared.client("ada", Role.ADMINISTRATOR)
    roster = chief.get(f"/roster.{ending}")
    brought = chief.post("/roster", json={"source": f"other.{ending}", "roster": roster.text})

    assert "example" in roster.text
    assert HTTPStatus.OK == brought.status_code, brought.text
    changed = brought.json()
    assert ([], [], []) == (changed["added"], changed["changed"], changed["retired"])
    assert changed["unchanged"] > 3


def test_brought(api: Answering) -> None:
    """A preview changes nothing; what is brought counts at once, and the audit says who brought it and how much changed."""
    chief = api.client("ada", Role.ADMINISTRATOR)
    foreseen = chief.post("/roster/preview", json={"source": "more.yaml", "roster": MORE}).json()
    before = api.centre.organisations.edition()
    done = chief.post("/roster", json={"source": "more.yaml", "roster": MORE}).json()

    assert ["newcomer: Newcomer", "newcomer: 203.0.113.128/26, live"] == foreseen["added"] == done["added"]
    assert (True, False) == (foreseen["dry_run"], done["dry_run"])
    assert before != api.centre.organisations.edition()
    [line] = api.centre.door.audit.page(AuditWanted(what=What.IMPORT, who="ada"), None, 9)
    assert ("more.yaml", "2 added") == (line.entry.about, line.entry.note)
    assert "newcomer" == chief.get("/addresses/203.0.113.130").json()["holders"][0]["organisation"]


@pytest.mark.parametrize(
    ("source", "roster"),
    [
        ("more.yaml", "organisations: [{id: newcomer}]"),
        ("more.txt", MORE),
        ("../more.yaml", MORE),
        ("a\nb.yaml", MORE),
        ("", MORE),
        (
            "more.yaml",
            "organisations: [{id: newcomer, name: Newcomer, contacts: [{channel: file, address: /tmp/alerts}]}]",
        ),
    ],
)
def test_faulty(source: str, roster: str, shared: Answering) -> None:
    """A roster with a fault, of a name that says no format, or with a file on the centre's machine, is refused whole, with what is wrong."""
    chief = shared.client("ada", Role.ADMINISTRATOR)
    before = shared.centre.organisations.edition()
    answer = chief.post("/roster", json={"source": source, "roster": roster})

    assert HTTPStatus.UNPROCESSABLE_ENTITY == answer.status_code
    assert answer.json()["title"]
    assert ("/problems/roster" == answer.json()["type"]) == bool(answer.json().get("faults"))
    assert before == shared.centre.organisations.edition()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OFFICER, Role.LEAD])
def test_rights(role: Role, shared: Answering) -> None:
    """The register is the administrator's: it says where dark space lies, and how everybody is told."""
    asker = shared.client(f"a-{role}", role)

    assert HTTPStatus.FORBIDDEN == asker.get("/roster.yaml").status_code
    assert (
        HTTPStatus.FORBIDDEN == asker.post("/roster", json={"source": "m.yaml", "roster": MORE}).status_code
    )
