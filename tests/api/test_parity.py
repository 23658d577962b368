"""What can be done at the command line can be done over HTTP."""

from collections.abc import Mapping
from typing import Final

from noroshi.cli.program import COMMANDS
from tests.api.test_laws import EVERY, name

ALERT, RELEASE = "POST/alerts/{alert:str}/{move:str}", "POST/releases/{release:str}/{deed:str}"
BLOCK_LIST, PARTNER = "/blocklists/{block_list:str}", "/partners/{partner:str}"

ROUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "organisations import": ("POST/roster", "POST/roster/preview"),
    "organisations export": ("GET/roster.yaml", "GET/roster.csv"),
    "organisations list": ("GET/organisations",),
    "organisations show": ("GET/organisations/{organisation:str}",),
    "who": ("GET/addresses/{address:path}",),
    "alerts list": ("GET/alerts",),
    "alerts show": ("GET/alerts/{alert:str}",),
    "alerts samples": ("GET/alerts/{alert:str}/samples.pcap",),
    "alerts acknowledge": (ALERT, "POST/alerts/bulk"),
    "alerts resolve": (ALERT, "POST/alerts/bulk"),
    "alerts reopen": (ALERT, "POST/alerts/bulk"),
    "alerts assign": (ALERT, "POST/alerts/bulk"),
    "alerts snooze": (ALERT, "POST/alerts/bulk"),
    "alerts wake": (ALERT, "POST/alerts/bulk"),
    "alerts note": (ALERT, "POST/alerts/bulk"),
    "alerts merge": (ALERT, "POST/alerts/bulk"),
    "alerts unmerge": (ALERT, "POST/alerts/bulk"),
    "alerts undo": (ALERT, "POST/alerts/bulk"),
    "alerts mark": ("PUT/alerts/{alert:str}/mark",),
    "silences add": ("POST/silences", "POST/silences/preview"),
    "silences list": ("GET/silences",),
    "silences lift": ("DELETE/silences/{silence:str}",),
    "releases list": ("GET/releases",),
    "releases ask": ("POST/releases",),
    "releases approve": (RELEASE,),
    "releases refuse": (RELEASE,),
    "releases withdraw": (RELEASE,),
    "releases tally": ("GET/releases/tallies",),
    "releases explain": ("GET/alerts/{alert:str}/decisions", "GET/indications/{indication:str}/decisions"),
    "blocklists list": ("GET/blocklists",),
    "blocklists propose": ("POST/blocklists", "GET/blocklists/preview"),
    "blocklists show": (f"GET{BLOCK_LIST}",),
    "blocklists release": (f"POST{BLOCK_LIST}/release",),
    "blocklists report": (
        f"POST{BLOCK_LIST}/abuse-mail",
        f"GET{BLOCK_LIST}/abuse-mail/sending",
        f"POST{BLOCK_LIST}/abuse-mail/sending",
    ),
    "blocklists withdraw": (f"POST{BLOCK_LIST}/withdraw",),
    "share": (f"POST{PARTNER}/share", "GET/blocklists/files/{name:str}"),
    "notices list": ("GET/notices",),
    "notices show": ("GET/notices/{notice:str}",),
    "notices retry": ("POST/notices/{notice:str}/retry",),
    "indications list": ("GET/indications",),
    "indications show": ("GET/indications/{indication:str}",),
    "campaigns list": ("GET/campaigns",),
    "campaigns show": ("GET/campaigns/{campaign:str}",),
    "guides show": ("GET/guides/{kind:str}",),
    "reports week": ("GET/reports/week",),
    "reports member": ("GET/reports/members/{organisation:str}",),
    "partners add": (f"PUT{PARTNER}",),
    "partners list": ("GET/partners",),
    "partners show": (f"GET{PARTNER}",),
    "partners pull": (f"POST{PARTNER}/pull",),
    "partners push": (f"POST{PARTNER}/push",),
    "partners take": (f"POST{PARTNER}/take",),
    "partners withdraw": (f"POST{PARTNER}/withdrawal", f"GET{PARTNER}/withdrawal"),
    "partners remove": (f"DELETE{PARTNER}",),
    "people invite": ("POST/people/invitations",),
    "people list": ("GET/people", "GET/people/invitations"),
    "people change": ("PATCH/people/{person:str}",),
    "people deactivate": ("PATCH/people/{person:str}",),
    "people reset": ("POST/people/{person:str}/reset",),
    # Only for oneself: over HTTP nobody makes what opens doors in somebody else's name.
    "people tokens add": ("POST/me/tokens",),
    "people tokens list": ("GET/people/tokens", "GET/me/tokens"),
    "people tokens revoke": ("DELETE/people/tokens/{token:str}", "DELETE/me/tokens/{token:str}"),
    "audit": ("GET/audit",),
}
"""Command -> the routes that do the same."""

OF_THE_MACHINE: Final[Mapping[str, str]] = {
    "init": "nothing answers before there is a home",
    "watch": "it reads captures of the machine, for whoever sits at it",
    "serve": "it is what answers",
    "console": "it is what answers",
    "generate": "it writes made-up traffic into files, and touches no centre",
    "demo": "it makes a centre of its own",
    "doctor": "it looks at disks, files and the machine, also while nothing answers; GET /sensors says how the watch does",
    "backup": "it writes all secrets of the centre into one file",
    "restore": "it puts a database in the place of the one that answers",
    "tidy": "the service does so by itself; by hand it is for a full disk",
    "downgrade": "it takes the database from under what answers",
}
"""Command -> why it has no route."""


def test_parity() -> None:
    """Every command has routes that do the same, or stands among those of the machine with its reason, and never both."""
    words = sorted(command.words for command in COMMANDS)

    assert words == sorted([*ROUTES, *OF_THE_MACHINE])


def test_routes() -> None:
    """Every route that is named for a command is there."""
    assert set() == {route for routes in ROUTES.values() for route in routes} - {name(each) for each in EVERY}
