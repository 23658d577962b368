"""Block-lists: what is to be stopped, as persons decide; and the files that firewalls and their like take."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Struct

from noroshi.api.given import Given
from noroshi.api.sight.block_lists import SeenBlockLists
from noroshi.app import Application
from noroshi.app.abuse_reporting import AbuseReporting
from noroshi.app.blocking import BlockLists, rdap_of
from noroshi.organisations.rdap import AbuseContacts
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.abuse_mail import (
    AbuseMailDue,
    AbuseMailRecord,
    AbuseMailSent,
    abuse_mail_due,
    abuse_mail_record,
    abuse_mail_sent,
)
from noroshi.records.block_lists import (
    BlockListRecord,
    BlockListShown,
    EffectRecord,
    ListFile,
    block_list_record,
    block_list_shown,
    effect_record,
)
from noroshi.sharing.blocklists.blocking import Blocking
from noroshi.sharing.formats.catalogue import LIST_FILES

SEES = frozenset({Right.SEE})
PROPOSES = frozenset({Right.WORK})
RELEASES = frozenset({Right.RELEASE})
READS = frozenset({Right.READ_BLOCK_LISTS})


BlockListId = Annotated[str, PathParameter(description="A block-list's id, such as B-3K9XT.")]

ANSWERS: Final = 8_000_000
"""Bytes of RDAP's answers: those of the registries have some 10 kB."""

SENDING: Final = 20.0
"""Seconds that a request sends abuse mail, at most; what stands between a caller and us seldom waits for a minute."""


class BlockListAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants to be stopped."""

    about: tuple[str, ...]
    """Ids of alerts, of indications, of partners."""
    reason: str
    """Why; whoever releases it reads that."""


class AnswersGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """What says who is written to about a block-list."""

    rdap: tuple[str, ...] | None = None
    """Answers of RDAP (RFC 9083) about networks, each as the text of its JSON; else those that the settings name. Nobody is asked for more."""


@get("/blocklists", may=SEES, notes=What.READ, sync_to_thread=True)
def list_block_lists(
    centre: Given[Application],
    about: Annotated[
        str, QueryParameter(description="Made of this: an alert's id, say; empty for any.")
    ] = "",
    over: Annotated[bool | None, QueryParameter(name="all", description="Also those that are over.")] = None,
) -> tuple[BlockListRecord, ...]:
    """List block-lists, the latest proposed first."""
    now = centre.clock.now()
    return tuple(
        block_list_record(each, now)
        for each in centre.sharing.block_lists.all()
        if (over or each.stands(now)) and (not about or about in each.about)
    )


@get("/blocklists/{block_list:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_block_list(
    block_list: BlockListId,
    centre: Given[Application],
    blocking: Given[Blocking],
) -> BlockListShown:
    """Give all about a block-list: what it does now, or would do, and what it left out."""
    found = centre.sharing.block_lists.get(block_list)
    return block_list_shown(found, blocking.now(found), centre.clock.now())


@get("/blocklists/preview", may=PROPOSES, notes=What.READ, sync_to_thread=True)
def preview_block_list(
    blocking: Given[Blocking],
    about: Annotated[
        list[str] | None,
        QueryParameter(description="The id of an alert, an indication or a partner; several are added up."),
    ] = None,
) -> EffectRecord:
    """Say what a block-list of some things would stop, and what not and why."""
    return effect_record(blocking.preview(about or ()))


@post("/blocklists", may=PROPOSES, notes=None, sync_to_thread=True)
def propose_block_list(
    data: JSONBody[BlockListAsked], centre: Given[Application], blocking: Given[Blocking]
) -> BlockListRecord:
    """Propose that addresses be blocked; another person has to release it."""
    return block_list_record(blocking.propose(data.about, data.reason), centre.clock.now())


@post("/blocklists/{block_list:str}/release", may=RELEASES, notes=None, status_code=200, sync_to_thread=True)
def release_block_list(
    block_list: BlockListId,
    centre: Given[Application],
    blocking: Given[Blocking],
) -> BlockListRecord:
    """Let be blocked what somebody else has proposed."""
    return block_list_record(blocking.release(block_list), centre.clock.now())


@post(
    "/blocklists/{block_list:str}/withdraw",
    may=PROPOSES | RELEASES,
    notes=None,
    status_code=200,
    sync_to_thread=True,
)
def withdraw_block_list(
    block_list: BlockListId,
    centre: Given[Application],
    blocking: Given[Blocking],
) -> BlockListRecord:
    """End a block-list early, or say no to it."""
    return block_list_record(blocking.withdraw(block_list), centre.clock.now())


@post(
    "/blocklists/{block_list:str}/abuse-mail",
    may=PROPOSES,
    notes=What.EXPORT,
    status_code=200,
    request_max_body_size=ANSWERS,
    sync_to_thread=True,
)
def write_abuse_mail(
    block_list: BlockListId,
    data: JSONBody[AnswersGiven],
    lists: Given[BlockLists],
    centre: Given[Application],
) -> AbuseMailRecord:
    """Write abuse mail about a released block-list, for a person to send; nothing is sent."""
    if data.rdap is None:
        contacts = AbuseContacts.read(rdap_of(centre))
    else:
        contacts = AbuseContacts(each.encode() for each in data.rdap)
    return abuse_mail_record(lists.abuse_mail(block_list, contacts), contacts.skips)


@get("/blocklists/{block_list:str}/abuse-mail/sending", may=RELEASES, notes=What.READ, sync_to_thread=True)
def foresee_abuse_mail(
    block_list: BlockListId, abuse: Given[AbuseReporting], centre: Given[Application]
) -> AbuseMailDue:
    """Say how much abuse mail about a released block-list would go now, and to how many mailboxes; nothing is sent."""
    contacts = AbuseContacts.read(rdap_of(centre))
    return abuse_mail_due(*abuse.foresee(block_list, contacts), contacts.skips)


@post(
    "/blocklists/{block_list:str}/abuse-mail/sending",
    may=RELEASES,
    notes=None,
    status_code=200,
    sync_to_thread=True,
)
def send_abuse_mail(
    block_list: BlockListId, abuse: Given[AbuseReporting], centre: Given[Application]
) -> AbuseMailSent:
    """Send abuse mail about a released block-list that has not gone yet, to whom the RDAP answers of the settings name, and to nobody else.

    A person sends it, and no program. What the mail server does not take within twenty seconds is in the answer, and goes when it is
    asked for again.
    """
    contacts = AbuseContacts.read(rdap_of(centre))
    return abuse_mail_sent(block_list, *abuse.send(block_list, contacts, SENDING), contacts.skips)


@get("/blocklists/files", may=READS, notes=None, sync_to_thread=False)
def list_files() -> tuple[ListFile, ...]:
    """Say which files there are: one or two of each format."""
    return tuple(ListFile(name, each.name, each.sentence) for name, each in LIST_FILES.items())


@get(
    "/blocklists/files/{name:str}",
    may=READS,
    notes=What.READ,
    sync_to_thread=True,
    media_type="text/plain",
)
def read_file(
    name: Annotated[str, PathParameter(description="A file's name, such as noroshi.nft.")],
    request: Request[Any, Any, Any],
    block_lists: Given[SeenBlockLists],
) -> Response[bytes]:
    """Give what is to be stopped now, of all block-lists that are released, as far as the caller may know it.

    Its ETag changes when an entry comes, goes or ends; the answer to If-None-Match with it is 304.
    """
    file = block_lists.file(name)
    headers = {"ETag": file.etag, "Cache-Control": "private, no-cache"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if file.etag in known:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers, media_type="text/plain")
    return Response(file.content, headers=headers, media_type="text/plain")


ROUTES = (
    list_block_lists,
    list_files,
    read_file,
    show_block_list,
    preview_block_list,
    propose_block_list,
    release_block_list,
    withdraw_block_list,
    write_abuse_mail,
    foresee_abuse_mail,
    send_abuse_mail,
)
