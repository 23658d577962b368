"""`noroshi guides show`: what a member can do about alerts of a kind."""

from typing import Annotated, Literal

from cyclopts import Parameter

from noroshi.app.guides import guide
from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured
from noroshi.detections.guide import HEADINGS, Section
from noroshi.errors import NotFoundError
from noroshi.records.guides import GuideRecord, guide_record

app = command(
    "show",
    "noroshi guides show infection.external --label mirai",
    "noroshi guides show dos.victim --language ja",
)


OUTPUTS = (GuideRecord,)


@app.default
def show(
    kind: str,
    /,
    *,
    language: Literal["en", "ja", "id", "vi", "th"] = "en",
    label: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    here: Here = EVERYWHERE,
) -> None:
    """Show what a member can do about alerts of a kind.

    Parameters
    ----------
    kind
        A detection kind, such as infection.external.
    language
        Where there is none in it, the guide is in English.
    label
        A label that the alert has, such as mirai; may be given again.
    """
    found = guide(kind, label, language)
    if found is None:
        raise NotFoundError(f"there is no guide about {kind!r}", hint="docs/glossary.md lists the kinds.")
    screen = here.screen()
    screen.record(guide_record(found))
    screen.line(Coloured(found.title, NAME))
    for section, steps in found.sections.items():
        screen.heading(HEADINGS[found.language][section])
        for step in steps:
            screen.line(step if section is Section.WHAT else f"- {step}")
    screen.line()
    screen.line(Coloured(f"{found.topic}, version {found.version}, {found.date}", ASIDE))
    for source in found.sources:
        screen.line(Coloured(source, ASIDE), indent=2)
