"""docs/api.md is true of the client."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from noroshi.alerts.model import AlertState
from tests.api.answering import answering
from tests.client.test_whole import METHODS
from tests.delivery.stories import detection
from tests.house.source import ROOT

DOCUMENT: Final = (ROOT / "docs" / "api.md").read_text("utf-8")


def test_documented() -> None:
    """It names every method of the client, by its noun."""
    rows = re.findall(r"^\| `?([a-z_]+)`? \| (`.*`) \|$", DOCUMENT, re.MULTILINE)
    told = [f"{noun}.{verb}" for noun, verbs in rows for verb in re.findall(r"`(\w+)`", verbs)]

    assert sorted(METHODS) == sorted(each.removeprefix("itself.") for each in told)


async def test_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its example does what it says: grave alerts that nobody has taken are printed, and are taken then."""
    [example] = re.findall(r"^```python\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    with answering(tmp_path) as api:
        [grave, _] = api.alerted(detection("infection.external"), detection("misconfiguration", "192.0.2.9"))
        exec(example.replace("https://watch.example.org", api.server.address), names)
        capsys.readouterr()
        await names["triage"](api.token(api.person("mika")))
        alert = api.centre.alerts.get(grave)

    assert f"{grave} 192.0.2.17 Example University\n" == capsys.readouterr().out
    assert (AlertState.ACKNOWLEDGED, "mika") == (alert.state, alert.assignee)
