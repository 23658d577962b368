"""What OASIS' validator has against what is written."""

from stix2validator import ValidationOptions, validate_string  # type: ignore[import-untyped]  # it has no types

SHOULD_BUT = ["103", "301", "302"]
"""What the validator would have us do besides: random ids (ours follow from what a thing is), both ports of traffic
(source ports are not told), and hashes of pages on the web."""


def complaints(written: bytes) -> list[str]:
    """What it has against a bundle, strictly and with every reference followed."""
    options = ValidationOptions(version="2.1", strict=True, enforce_refs=True, disabled=SHOULD_BUT)
    result = validate_string(written.decode(), options)
    return [str(each) for each in [*(result.errors or ()), *(result.warnings or ())]]
