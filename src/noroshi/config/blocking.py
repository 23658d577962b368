"""Settings of block-lists, a section of `noroshi.config.sections`."""

from typing import Annotated

from msgspec import Meta, Struct


class BlockingSection(Struct, frozen=True, forbid_unknown_fields=True):
    """What no block-list ever has, besides what members and partners hold, what is monitored, resolvers, and reserved addresses; and abuse mail."""

    allow: Annotated[
        str,
        Meta(description="File with an address or a prefix a line, and comments after a #; empty for none."),
    ] = ""
    warning_lists: Annotated[
        tuple[str, ...],
        Meta(
            description="Warning lists in MISP's JSON, or folders of them: what is often taken for an attacker."
        ),
    ] = ()
    rdap: Annotated[
        str,
        Meta(
            description="Folder with an RDAP answer a file, or file with one a line: to whom abuse is reported."
        ),
    ] = ""
