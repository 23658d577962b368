"""Roles, rights, and which role has which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is to this centre."""

    VIEWER = "viewer"
    """Looks, and changes nothing."""
    OFFICER = "officer"
    """A watch officer: works on alerts."""
    LEAD = "lead"
    """Leads a shift: also sees where dark space lies, and what others did, and says what partners may know."""
    ADMINISTRATOR = "administrator"
    """Runs the centre: also says who may do what, and with whom it exchanges."""
    MEMBER = "member"
    """Belongs to a member organisation: sees what concerns that, and answers."""


class Right(StrEnum):
    """What somebody may do."""

    SEE = "see"
    """See alerts, organisations, notices, silences and sensors of the whole centre."""
    SEE_OWN = "see-own"
    """See alerts, holdings and notices of one's own organisation, and of no other."""
    WORK = "work"
    """Move, assign, snooze, note, merge and undo alerts."""
    ANSWER = "answer"
    """Acknowledge alerts of one's own organisation, and answer "cleaned" or "not ours"."""
    SILENCE = "silence"
    """Put silences, and lift them."""
    SEE_DARK = "see-dark"
    """See where dark space truly lies; whoever knows that can stay out of it. So without it nobody sees what a dark range
    does, nor where sample packets went."""
    SAMPLES = "samples"
    """Read sample packets of members' machines; their bytes only with `SEE_DARK`, for they say where they went."""
    EXPORT = "export"
    """Take many alerts away in one file."""
    RETRY = "retry"
    """Have messages tried again that were given up."""
    RELEASE = "release"
    """Say how far alerts may go; ask for releases to partners, and approve those that others asked for; take over what is new
    at a partner, hand over to it what it may know and take what it hands over, and withdraw all that one has told."""
    PARTNERS = "partners"
    """Say with whom the centre exchanges, and by which ways."""
    REGISTER = "register"
    """Take the register away as a roster, and say by one who holds what, and how each is told."""
    SEE_PEOPLE = "see-people"
    """See who else may sign in, so that alerts can be assigned."""
    PEOPLE = "people"
    """Invite people, change what they may do, and deactivate them."""
    SEE_AUDIT = "see-audit"
    """Read who did what."""
    READ_BLOCK_LISTS = "read-block-lists"
    """Read block-lists that were released, and nothing else: what a firewall's token needs."""
    SHARE = "share"
    """Exchange objects over TAXII for one's own organisation, if that is a partner."""


_VIEWER = frozenset({Right.SEE, Right.SEE_PEOPLE, Right.READ_BLOCK_LISTS})
_OFFICER = _VIEWER | {Right.WORK, Right.SILENCE, Right.SAMPLES, Right.EXPORT, Right.RETRY}
_LEAD = _OFFICER | {Right.SEE_DARK, Right.SEE_AUDIT, Right.RELEASE}

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.VIEWER: _VIEWER,
    Role.OFFICER: _OFFICER,
    Role.LEAD: _LEAD,
    Role.ADMINISTRATOR: _LEAD | {Right.PEOPLE, Right.PARTNERS, Right.REGISTER},
    Role.MEMBER: frozenset({Right.SEE_OWN, Right.ANSWER, Right.READ_BLOCK_LISTS, Right.SHARE}),
}
"""Which role has which rights. A member has none of the centre's, and the centre's people none of a member's; block-lists are for all."""
