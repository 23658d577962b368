"""The description of the API is true: whatever is asked by it is answered as it says."""

from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks as openapi

from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.delivery.stories import detection


@pytest.fixture(scope="module")
def description(shared: Answering) -> dict[str, Any]:
    """The description, as it is served."""
    found: dict[str, Any] = shared.nobody().get("/openapi.json").raise_for_status().json()
    return found


def test_explained(description: dict[str, Any]) -> None:
    """Each operation says what it does, each field of each record what it is."""
    schemas = description["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, told in schema.get("properties", {}).items()
        if "description" not in told and not name.startswith("Page_")
    ]

    assert "3.1.0" == description["openapi"]
    assert [] == silent
    assert [] == [
        path
        for path, item in description["paths"].items()
        for operation in item.values()
        if not operation["summary"].endswith(".") or "429" not in operation["responses"]
    ]


CHECKS = (
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
)


trying = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def ask(headers: dict[str, str], case: Any) -> None:
    """Ask, and look whether the answer is as described; who asks too fast is told so."""
    answer = case.call(headers=headers)
    if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
        case.validate_response(answer, checks=CHECKS, headers=headers)


def said(where: str, fault: BaseException) -> list[str]:
    """What a fault says, one by one where it is a group."""
    if isinstance(fault, BaseExceptionGroup):
        return [each for one in fault.exceptions for each in said(where, one)]
    return [f"{where}: {type(fault).__name__}: {fault}"]


def test_conforms(shared: Answering, description: dict[str, Any]) -> None:
    """Whatever an administrator asks, in or out of the description, is answered as it says, and never with 5xx."""
    shared.alerted(detection(subject="192.0.2.77"))
    token = shared.token(shared.person("ada", Role.ADMINISTRATOR))
    schema = schemathesis.openapi.from_dict(description)
    schema.config.base_url = shared.url.removesuffix("/api/v1")
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    told: list[str] = []
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]  # the description is sound
        if operation.path.endswith("/events"):
            continue  # it never ends

        try:
            asking: Any = given(st.just(headers), operation.as_strategy())(ask)
            trying(asking)()
        except BaseException as fault:  # noqa: BLE001  # what does not conform comes in groups
            told += said(f"{operation.method} {operation.path}", fault)

    assert [] == told
