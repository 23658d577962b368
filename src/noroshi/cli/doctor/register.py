"""The register: somebody to tell, some dark space to listen in, and no contradictions."""

from noroshi.cli.doctor.finding import Findings, Patient, fine, named, warning
from noroshi.cli.phrases import counted
from noroshi.organisations.model import OPERATOR, is_valid
from noroshi.organisations.overlaps import overlaps
from noroshi.organisations.responsibility import Responsibility
from noroshi.organisations.words import overlap_text

_IMPORT = "`noroshi organisations import ROSTER` brings them."


def register(patient: Patient, responsibility: Responsibility) -> Findings:
    """Look for what would keep members from being told, and for what is said twice."""
    valid = [each for each in patient.organisations if is_valid(each, patient.now)]
    if not valid:
        yield warning("register", "nobody is registered, so nobody can be told", _IMPORT)
        return
    yield fine("register", counted(len(valid), "organisation"))
    holding = [each for each in valid if any(is_valid(held, patient.now) for held in each.holdings)]
    unreachable = [each.id for each in holding if not each.contacts]
    if unreachable:
        yield warning(
            "register",
            f"without a contact: {named(unreachable)}",
            "Add contacts to the roster, and import it.",
        )
    if responsibility.unresolved:
        numbers = sorted({because.holding.text for because in responsibility.unresolved})
        yield warning(
            "register",
            f"no list says what {named(numbers)} announces",
            "Name one as [watch] announcements in the settings.",
        )
    for overlap in overlaps(patient.organisations):
        if overlap.is_contradiction:
            yield warning(
                "register",
                f"held live and dark at once: {overlap_text(overlap)}",
                "It counts as live, and is no sensor; end one of the two.",
            )
        else:
            yield warning(
                "register",
                f"held by several: {overlap_text(overlap)}",
                "All of them are alerted; if that is not meant, end all but one.",
            )


def operator(patient: Patient) -> Findings:
    """Look whether anybody is told when a sensor does not see."""
    tagged = [each for each in patient.organisations if OPERATOR in each.tags and is_valid(each, patient.now)]
    told = [each.id for each in tagged if each.contacts]
    if told:
        yield fine("operator", f"told when a sensor does not see: {named(told)}")
    else:
        yield warning(
            "operator",
            "nobody is told when a sensor falls silent, and silence looks like quiet",
            f"Register whoever runs this centre, with a contact and the tag {OPERATOR}.",
        )


def dark_space(patient: Patient, responsibility: Responsibility) -> Findings:
    """Look whether anything is dark: without it, nothing can be seen."""
    table = responsibility.at(patient.now)
    if table.dark.any():
        yield fine("dark space", counted(int(table.dark.sum()), "dark prefix"))
    else:
        yield warning(
            "dark space",
            "no address is dark, so no packet is unsolicited",
            "Register unused prefixes with use: dark, or set [watch] monitored.",
        )
