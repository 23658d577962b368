"""`noroshi alerts mark`: how far an alert may go."""

from typing import Annotated

from cyclopts import Parameter

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.releases.deciding import releasing
from noroshi.cli.screen import Coloured
from noroshi.cli.times import read_moment
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking
from noroshi.records.releases import MarkRecord, mark_record
from noroshi.sharing.marks import Field, FieldMark
from noroshi.sharing.releasing import mark_text

app = command(
    "mark",
    "noroshi alerts mark A-7QX3M2K --as red",
    "noroshi alerts mark A-7QX3M2K --as amber --embargo 2026-12-01 --group asia-pacific",
    "noroshi alerts mark A-7QX3M2K --as green --field subject=red --field why=amber",
)

OUTPUTS = (MarkRecord,)


@app.default
def mark(
    alert: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    as_: Annotated[Marking, Parameter("--as")],
    embargo: str = "",
    group: str = "",
    field: tuple[str, ...] = (),
    here: Here = EVERYWHERE,
) -> None:
    """Say how far alerts may go, in place of what was said before.

    An alert that nobody has marked is amber. Your login name says who you are: whoever marks an alert milder is one of
    the two persons that it takes to let it out.

    Parameters
    ----------
    alert
        Ids of alerts.
    as_
        The marking, by TLP 2.0.
    embargo
        Before then nobody is told of it but the organisation that holds its subject: 2026-12-01, or 2026-12-01T09:00+09:00.
    group
        Only this sharing group may be told.
    field
        A field that is marked more strictly, such as subject=red; may be given more than once. One of subject, network,
        ports, labels, numbers, why.
    """
    fields = tuple(map(_field, field))
    until = read_moment(embargo) if embargo else None
    screen = here.screen()
    with here.books() as books:
        person = releasing(books)
        for identity in dict.fromkeys(books.alerts.get(each).id for each in alert):
            marked = person.mark(identity, as_, until, group, fields)
            screen.record(mark_record(identity, marked))
            screen.line(Coloured(identity, NAME), f"  marked {mark_text(marked)}, by {marked.by}")


def _field(text: str) -> FieldMark:
    name, _, marking = text.partition("=")
    try:
        return FieldMark(Field(name), Marking(marking))
    except ValueError:
        raise UsageError(
            f"{text!r} does not mark a field",
            hint=f"Write subject=red; fields are {', '.join(Field)}, markings {', '.join(Marking)}.",
        ) from None
