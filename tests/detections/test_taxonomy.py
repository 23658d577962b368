from noroshi.cyber.classifications import CLASSIFICATIONS
from noroshi.detections.taxonomy import classifications, classified


def test_found() -> None:
    """What an installed domain says of its kinds is found by its entry point; who is not installed says nothing."""
    assert CLASSIFICATIONS == classifications("cyber")
    assert CLASSIFICATIONS.items() <= classifications().items()
    assert {} == classifications("nobody")
    assert "availability/ddos" == classified()["dos.victim"]
