"""`noroshi who`: who answers for an address, and because of what."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, Final

from cyclopts import Parameter

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.times import read_moment
from noroshi.clock import clock_text
from noroshi.errors import UsageError
from noroshi.organisations.model import Use
from noroshi.records.addresses import Standing
from noroshi.records.answers import Answer, answers

app = command(
    "who",
    "noroshi who 192.0.2.7",
    "noroshi who 192.0.2.7 2001:db8::1 --at 2026-03-01",
)


OUTPUTS = (Answer,)

WORDS: Final[Mapping[Standing, str]] = {
    Standing.MONITORED: "the centre watches it; nobody in the register holds it",
    Standing.OUTSIDER: "nobody in the register holds it",
}


@app.default
def who(
    address: Annotated[tuple[str, ...], Parameter(required=True)],
    /,
    *,
    at: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Say who answers for an address, and because of which holding.

    Parameters
    ----------
    address
        IPv4 or IPv6 addresses.
    at
        At that time: 2026-03-01, or 2026-03-01T09:00+09:00; else now.
    """
    addresses = [_address(text) for text in address]
    given = read_moment(at) if at else None
    screen = here.screen()
    with here.application() as application:
        moment = application.clock.now() if given is None else given
        responsibility = application.responsibility()
    for answer in answers(responsibility.at(moment), addresses, moment):
        screen.record(answer)
        _show(screen, answer, max(map(len, addresses)))
    if given is not None:
        screen.remark(f"at {clock_text(moment)} UTC")


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        raise UsageError(f"{text!r} is not an address", hint="Write 192.0.2.7 or 2001:db8::7.") from None


def _show(screen: Screen, answer: Answer, width: int) -> None:
    standing = Coloured(f"  {answer.standing:<9}  ", ASIDE if answer.standing is Standing.OUTSIDER else "")
    address = Coloured(f"{answer.address:<{width}}", NAME)
    if not answer.holders:
        screen.line(address, standing, WORDS[answer.standing])
    for holder in answer.holders:
        screen.line(
            address,
            standing,
            Coloured(holder.organisation, NAME),
            f" ({holder.name})  because of {holder.holding}",
        )
    uses = {holder.use for holder in answer.holders}
    if answer.standing is Standing.DARK and Use.DARK not in uses:
        screen.line(Coloured("It lies in a prefix that the centre monitors, so it is dark.", ASIDE), indent=2)
    if len(answer.holders) > 1:
        screen.line(Coloured("Equal prefixes: all of them are alerted.", WARNING), indent=2)
    if len(uses) > 1:
        screen.line(
            Coloured("Held live and dark at once: it counts as live, and is no sensor.", WARNING), indent=2
        )
