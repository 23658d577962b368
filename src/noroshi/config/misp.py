"""Settings of a partner's MISP, a section of `noroshi.config.sections`."""

from typing import Annotated

from msgspec import Meta, Struct


class MispSection(Struct, frozen=True, forbid_unknown_fields=True):
    """A partner's MISP, which `noroshi serve` tells what that partner may know."""

    url: Annotated[
        str, Meta(description="The URL of the instance, such as https://misp.example.org; empty for none.")
    ] = ""
    partner: Annotated[str, Meta(description="Whose it is: the partner's id in the register.")] = ""
    key_file: Annotated[str, Meta(description="File that holds the key of a user there.")] = ""
    key_variable: Annotated[str, Meta(description="Or the environment variable that does.")] = ""
    authorities: Annotated[
        str, Meta(description="PEM file of authorities to trust; empty for the system's.")
    ] = ""
    every: Annotated[float, Meta(gt=0, description="Seconds between two pushes.")] = 300.0
