"""All commands, and what becomes of an error."""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

from cyclopts import App, CycloptsError

from noroshi import __version__
from noroshi.cli.faults import INTERRUPTED, PIPE_BROKEN, tell, unforeseen
from noroshi.cli.screen import HonestConsole
from noroshi.errors import NoroshiError, StorageError, UsageError

GROUPS: Final = {
    "organisations": "Who is a member, and who answers for what.",
    "alerts": "What members must be told, and how that ends.",
    "silences": "Reasons not to tell.",
    "releases": "What may leave to partners, as persons decide.",
    "blocklists": "What is to be stopped, as persons decide.",
    "notices": "What is owed to whom, and what became of it.",
    "indications": "First signs of something new, which concern nobody in particular.",
    "campaigns": "What several organisations have at the same time.",
    "guides": "What members are advised to do about alerts.",
    "reports": "How members fare, and what one of them had.",
    "partners": "With whom this centre exchanges, and how that goes.",
    "people": "Who may sign in, and what they may do.",
    "people tokens": "What programs sign in with.",
}
"""Commands of several words, by each but the last."""


class Command(NamedTuple):
    """One command; its module is loaded when it is called."""

    words: str
    module: str
    sentence: str


COMMANDS: Final = (
    Command("init", "init", "Make a home: settings, database, archive."),
    Command("organisations import", "organisations.take", "Import organisations from a roster."),
    Command("organisations export", "organisations.export", "Write all organisations as a roster."),
    Command("organisations list", "organisations.listing", "List organisations."),
    Command("organisations show", "organisations.show", "Show an organisation and where each row came from."),
    Command("who", "who", "Say who answers for an address, and because of which holding."),
    Command("watch", "watch.command", "Watch captures, and alert members as it happens."),
    Command("serve", "serve", "Watch unattended, under a supervisor, for months."),
    Command("console", "console", "Answer with the console and the API, without a watch."),
    Command("alerts list", "alerts.listing", "List alerts, the most severe first."),
    Command("alerts show", "alerts.show", "Show an alert with its evidence and history."),
    Command("alerts samples", "alerts.samples", "Write an alert's sample packets to a pcap file."),
    Command("alerts acknowledge", "alerts.acknowledge", "Say that somebody works on an alert."),
    Command("alerts resolve", "alerts.resolve", "Close an alert, with its outcome."),
    Command("alerts reopen", "alerts.reopen", "Open a closed alert again."),
    Command("alerts assign", "alerts.assign", "Say whose an alert is to deal with."),
    Command("alerts snooze", "alerts.snooze", "Put an alert out of officers' sight until a moment."),
    Command("alerts wake", "alerts.wake", "Put a snoozed alert back in sight."),
    Command("alerts note", "alerts.note", "Write something into an alert's history."),
    Command("alerts merge", "alerts.merge", "Deal with alerts together with another one."),
    Command("alerts unmerge", "alerts.unmerge", "Take alerts out of the one that they are merged into."),
    Command("alerts undo", "alerts.undo", "Take back what a person did last with an alert."),
    Command("alerts mark", "alerts.mark", "Say how far alerts may go, in place of what was said before."),
    Command("silences add", "silences.add", "Hold notices back, for a reason and until a moment."),
    Command("silences list", "silences.listing", "List silences, with what each held back."),
    Command("silences lift", "silences.lift", "End a silence now, and release what it held back."),
    Command(
        "releases list",
        "releases.listing",
        "List releases, the latest asked for first, and what waits for another person.",
    ),
    Command(
        "releases ask",
        "releases.ask",
        "Ask that something may leave to a partner; another person has to approve it.",
    ),
    Command("releases approve", "releases.approve", "Agree to releases that somebody else has asked for."),
    Command("releases refuse", "releases.refuse", "Say no to releases that are asked for."),
    Command("releases withdraw", "releases.withdraw", "End releases early: nothing more leaves by them."),
    Command(
        "releases tally",
        "releases.tally",
        "Count alerts and indications by partner, by what they may know, and by the rule.",
    ),
    Command(
        "releases explain",
        "releases.explain",
        "Say what of alerts and indications an organisation may know, and why.",
    ),
    Command(
        "blocklists list",
        "blocklists.listing",
        "List block-lists, the latest proposed first, and what waits for another person.",
    ),
    Command(
        "blocklists propose",
        "blocklists.propose",
        "Propose that addresses be blocked; another person has to release it.",
    ),
    Command(
        "blocklists show",
        "blocklists.show",
        "Show what a block-list does, or would do, and what it left out.",
    ),
    Command("blocklists release", "blocklists.release", "Let be blocked what somebody else has proposed."),
    Command(
        "blocklists report",
        "blocklists.report",
        "Write abuse mail about a released block-list, for a person to send, or send it.",
    ),
    Command(
        "blocklists withdraw", "blocklists.withdraw", "End block-lists early, or say no to what is proposed."
    ),
    Command("share", "share", "Write what a partner may know, in a format that their tools read."),
    Command("notices list", "notices.listing", "List notices and what became of them."),
    Command("notices show", "notices.show", "Show the message that a notice is in, as its reader gets it."),
    Command("notices retry", "notices.retry", "Have a message tried again that was given up."),
    Command("indications list", "indications.listing", "List indications, the latest seen first."),
    Command("indications show", "indications.show", "Show an indication with its evidence."),
    Command("campaigns list", "campaigns.listing", "List campaigns, those with the latest alert first."),
    Command("campaigns show", "campaigns.show", "Show a campaign: whom it has reached, and who was first."),
    Command("guides show", "guides.show", "Show what a member can do about alerts of a kind."),
    Command("reports week", "reports.week", "Say how the members fared."),
    Command("reports member", "reports.member", "Say what a member had, and what they are to do next."),
    Command("partners add", "partners.add", "Say how we exchange with a partner, or say it anew."),
    Command("partners list", "partners.listing", "List partners, and how the exchange with each goes."),
    Command("partners show", "partners.show", "Show a partner, and what of its could not be read."),
    Command("partners pull", "partners.pull", "Take over what is new at a partner, now."),
    Command(
        "partners push", "partners.push", "Push to the MISP of the settings what its partner may know, now."
    ),
    Command("partners take", "partners.take", "Take what a partner hands over in files, as its word."),
    Command(
        "partners withdraw",
        "partners.withdraw",
        "Take away all that a partner has told us, and take nothing more from it.",
    ),
    Command(
        "partners remove",
        "partners.remove",
        "End the exchange with a partner.",
    ),
    Command("people invite", "people.invite", "Invite somebody, by a link that opens once."),
    Command("people list", "people.listing", "List people."),
    Command("people change", "people.change", "Change what is said of somebody, or what they may do."),
    Command("people deactivate", "people.deactivate", "Let somebody sign in no longer."),
    Command("people reset", "people.reset", "Invite somebody anew who lost what they sign in with."),
    Command("people tokens add", "people.tokens.add", "Make an API token for a program of somebody's."),
    Command("people tokens list", "people.tokens.listing", "List API tokens."),
    Command("people tokens revoke", "people.tokens.revoke", "End an API token now."),
    Command("audit", "audit", "Show who did what, the latest first."),
    Command("generate", "generate", "Write made-up traffic with known truth."),
    Command("demo", "demo.command", "Watch made-up traffic: alerts, messages, a summary and a plot."),
    Command("doctor", "doctor.command", "Check everything that a watch needs, and say what to do."),
    Command(
        "backup",
        "backups.backup",
        "Write settings, database, checkpoints and archive into one file, and verify it.",
    ),
    Command("restore", "backups.restore", "Put a back-up in place, once all of it is verified."),
    Command("tidy", "tidy", "Remove what the settings keep no longer, and give its room back."),
    Command(
        "downgrade", "downgrade", "Take the database back by one schema, for the Noroshi before this one."
    ),
)
"""Every command. The sentence is repeated in the command's docstring; a law compares them."""


def program() -> App:
    """Put the command line together; no command's module is loaded."""
    top = App(
        name="noroshi",
        help="An open watch centre: from unused address space to the right inbox.",
        help_epilogue="Begin with `noroshi demo`, or `noroshi init`. Exit codes: docs/commands.md.",
        version=__version__,
        suppress_keyboard_interrupt=False,
        help_format="plaintext",
        help_on_error=False,
    )
    groups: dict[str, App] = {}
    for place, command in enumerate(COMMANDS):  # help pages keep their order
        *group_name, name = command.words.split()
        parent = top
        for depth, each in enumerate(group_name, 1):
            group = " ".join(group_name[:depth])
            if group not in groups:
                groups[group] = App(name=each, help=GROUPS[group], help_epilogue="", sort_key=place)
                parent.command(groups[group])
            parent = groups[group]
        parent.command(f"noroshi.cli.{command.module}:app", name=name, help=command.sentence, sort_key=place)
    return top


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; nothing is raised.

    Returns
    -------
    int
        The exit code, as `noroshi.errors` lists them; 130 after Ctrl-C.
    """
    wants_json = "--json" in arguments
    try:
        code = program()(
            arguments,
            console=HonestConsole(),
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
    except NoroshiError as fault:
        return tell(fault, as_json=wants_json)
    except CycloptsError as fault:
        usage = UsageError(str(fault), hint=_help_hint(fault))
        return tell(usage, as_json=wants_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more; without this, Python would complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_BROKEN
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            return unforeseen(fault, as_json=wants_json)
        return tell(
            StorageError("no room is left on a disk", hint="Make room, and try again."), as_json=wants_json
        )
    except Exception as fault:  # noqa: BLE001  # whatever it is, a person gets a sentence and no traceback
        return unforeseen(fault, as_json=wants_json)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line of this process, and end it."""
    sys.exit(run(sys.argv[1:]))


def _help_hint(fault: CycloptsError) -> str:
    chain = " ".join(["noroshi", *(fault.command_chain or ())])
    return f"`{chain} --help` shows how, with examples."
