"""Partners: our certificate among them, names by which what each tells can be told apart, and a place in the register."""

from collections import defaultdict
from pathlib import Path

from noroshi.cli.doctor.ages import expiring
from noroshi.cli.doctor.finding import Findings, Patient, fine, named, warning
from noroshi.cli.phrases import counted
from noroshi.organisations.model import PARTNER

_RENAME = "`noroshi partners add ID --name NAME` gives one another name, as it calls itself."


def partners(patient: Patient) -> Findings:
    """Look how long our own certificate is good, for two of one name, and for partners that the register knows nothing of."""
    if patient.config.sharing.certificate:
        own = Path(patient.config.sharing.certificate).expanduser()
        yield from expiring("partners", own, patient.now, chain=True)
    known = patient.books.sharing.partners.all()
    if not known:
        return
    yield fine("partners", counted(len(known), "partner"))
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for each in known:
        by_name[each.name].append(each.organisation)
    ours = patient.config.centre.name
    if ours in by_name:
        yield warning(
            "partners",
            f"called {ours!r} as this centre is, so nothing that it tells is taken: {named(by_name[ours])}",
            _RENAME,
        )
    for name, organisations in by_name.items():
        if len(organisations) > 1:
            yield warning(
                "partners",
                f"both called {name!r}, so what one tells counts as the other's: {named(organisations)}",
                _RENAME,
            )
    tagged = {each.id for each in patient.organisations if PARTNER in each.tags}
    strangers = [each.organisation for each in known if each.organisation not in tagged]
    if strangers:
        yield warning(
            "partners",
            f"without the tag {PARTNER} in the register: {named(strangers)}",
            "Give it to them in the roster, or `noroshi partners remove` them.",
        )
