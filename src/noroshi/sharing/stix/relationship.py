"""How objects of a finding hang together."""

from noroshi.sharing.stix.imprint import Imprint, Object


def relationships(imprint: Imprint, *links: tuple[Object | None, str, Object | None]) -> list[Object]:
    """Give a relationship for each (source, verb, target) of which both ends are there."""
    return [
        imprint.versioned(
            "relationship",
            source["id"],
            verb,
            target["id"],
            relationship_type=verb,
            source_ref=source["id"],
            target_ref=target["id"],
            extensions=imprint.part,
        )
        for source, verb, target in links
        if source is not None and target is not None
    ]
