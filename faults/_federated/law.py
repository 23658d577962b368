"""The law: what one centre says to another holds nothing above the other's clearance, in any form."""

import re
from collections.abc import Iterable, Iterator

from _federated.centre import Federated
from _federated.week import Week
from noroshi.organisations.model import Marking
from noroshi.sharing.stix.ids import observable_id
from tests.sharing.forms import encodings, holds, networks

_DARK = re.compile(r"198\.1[89]\.\d{1,3}\.\d{1,3}")
_DIGITS = re.compile(rb"[0-9a-f]+")
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def broken(said: bytes, speaker: Federated, hearer: str, cleared: Marking, played: Week) -> list[str]:
    """Say what stands in a centre's words to another that may not.

    Parameters
    ----------
    said
        All that it has said.
    hearer
        To whom, by name.
    cleared
        What the hearer may receive, as the speaker's register has it.
    """
    may = told(speaker.name, hearer, cleared, played)
    subjects = {machine.address for machine in played.machines}
    written = said.lower()
    # Four bytes in hexadecimal would be met by chance in long rows of random ids.
    plain = _UUID.sub(b"", written)
    words: dict[bytes, str] = {}
    for member in (each for members in played.members.values() for each in members):
        words |= {name.encode(): "a member" for name in (member.id, member.name)}
    for alert in speaker.ids():
        words |= {form.encode(): f"alert {alert}" for form in (alert, alert[2:])}
    for dark in _darkness(speaker):
        words |= dict.fromkeys(encodings(dark), f"dark {dark}")
    for subject in subjects - may:
        words |= dict.fromkeys((*encodings(subject), *networks(subject)), f"{subject}, which it may not know")
    ids = {_observable(subject): f"{subject}, by its id" for subject in subjects - may}
    return [
        f"{speaker.name} told {hearer} of {forms[form]}: {form!r}"
        for text, forms in ((plain, words), (written, ids))
        for form in holds(text, iter(forms))
        if _stands(form, text)
    ]


def _stands(form: bytes, text: bytes) -> bool:
    """Tell whether a form is there on purpose: digits are met by chance within longer numbers, so those have to be a word."""
    if not _DIGITS.fullmatch(form):
        return True
    return re.search(rb"(?<![0-9a-z])" + re.escape(form) + rb"(?![0-9a-z])", text) is not None


def told(speaker: str, hearer: str, cleared: Marking, played: Week) -> set[str]:
    """Give the addresses of which one centre may tell another: those of the other's members that it sees itself."""
    return {
        machine.address
        for machine in played.machines
        if machine.centre == hearer and speaker in machine.seen_by and cleared.admits(Marking.AMBER)
    }


def blind(said: bytes, may: Iterable[str]) -> list[str]:
    """Give those of the addresses that should stand there and do not: a search that finds nothing has to be able to."""
    return [address for address in may if address.encode() not in said]


def _darkness(speaker: Federated) -> Iterator[str]:
    """Give the dark addresses that a centre's detections speak of."""
    return iter({address for detection in speaker.detections() for address in _DARK.findall(detection)})


def _observable(subject: str) -> bytes:
    """Give the id of an address in STIX, which everybody can make who guesses the address."""
    return observable_id("ipv4-addr", {"value": subject}).partition("--")[2].encode()
