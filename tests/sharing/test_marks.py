import pytest

from noroshi.alerts.model import Outcome
from noroshi.errors import UsageError
from noroshi.organisations.model import Marking
from noroshi.sharing.marks import Field, FieldMark, Mark, checked, thing_of
from tests.sharing.stories import alerted


def test_hidden() -> None:
    """A field is hidden from who is cleared for less than it is marked, whatever the whole is."""
    mark = Mark(
        fields=(FieldMark(Field.SUBJECT, Marking.RED), FieldMark(Field.PORTS, Marking.AMBER_STRICT)),
    )

    assert [{Field.SUBJECT, Field.PORTS}, {Field.SUBJECT}, set()] == [
        mark.hidden(each) for each in (Marking.AMBER, Marking.AMBER_STRICT, Marking.RED)
    ]


def test_checked() -> None:
    """Fields come in their own order, whoever named them in which."""
    ports, subject = FieldMark(Field.PORTS, Marking.RED), FieldMark(Field.SUBJECT, Marking.RED)

    assert (subject, ports) == checked(Mark(fields=(ports, subject))).fields


@pytest.mark.parametrize(
    "fields",
    [
        (FieldMark(Field.PORTS, Marking.GREEN),),
        (FieldMark(Field.PORTS, Marking.AMBER),),
        (FieldMark(Field.PORTS, Marking.RED), FieldMark(Field.PORTS, Marking.RED)),
    ],
)
def test_refused(fields: tuple[FieldMark, ...]) -> None:
    """A field is not marked milder than, or like, the whole, and not twice."""
    with pytest.raises(UsageError):
        checked(Mark(fields=fields))


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_wrong(outcome: Outcome | None) -> None:
    """What was spoofed or a false alarm is wrong, and nothing else is."""
    found = thing_of(alerted(outcome=outcome), Mark(), is_shareable=True)

    assert (outcome in {Outcome.SPOOFED, Outcome.FALSE_ALARM}) == found.is_wrong
