"""Block-lists: what is to be stopped, and the files that firewalls and their like take."""

from collections.abc import Collection
from http import HTTPStatus
from typing import NamedTuple

from noroshi.client.resource import Resource
from noroshi.records.abuse_mail import AbuseMailDue, AbuseMailRecord
from noroshi.records.block_lists import BlockListRecord, BlockListShown, EffectRecord, ListFile


class ListContent(NamedTuple):
    """A file of what is to be stopped now."""

    content: bytes
    """All of it."""
    etag: str
    """What it is known by until an entry comes, goes or ends."""


class BlockLists(Resource):
    """Block-lists. Only a person proposes one, and only another person releases it."""

    async def list(self, *, about: str = "", over: bool = False) -> tuple[BlockListRecord, ...]:
        """List block-lists that stand, the latest proposed first, or also those that are over; of something, by its id, or of anything."""
        return await self._line.get(
            tuple[BlockListRecord, ...], "blocklists", query={"about": about, "all": over}
        )

    async def get(self, block_list: str) -> BlockListShown:
        """Give all about a block-list: what it does now, or would do, and what it left out."""
        return await self._line.get(BlockListShown, "blocklists", block_list)

    async def preview(self, about: Collection[str]) -> EffectRecord:
        """Say what a block-list of some alerts, indications and partners would stop, and what not and why."""
        return await self._line.get(EffectRecord, "blocklists", "preview", query={"about": about})

    async def withdraw(self, block_list: str) -> BlockListRecord:
        """End a block-list early, or say no to it."""
        return await self._line.do(BlockListRecord, "POST", "blocklists", block_list, "withdraw")

    async def write_abuse_mail(self, block_list: str, rdap: Collection[str] | None = None) -> AbuseMailRecord:
        """Write abuse mail about a released block-list, for a person to send.

        Parameters
        ----------
        rdap
            Answers of RDAP (RFC 9083) about networks, each as the text of its JSON; else those that the settings name.
        """
        return await self._line.do(
            AbuseMailRecord, "POST", "blocklists", block_list, "abuse-mail", body={"rdap": rdap}
        )

    async def foresee_abuse_mail(self, block_list: str) -> AbuseMailDue:
        """Say how much abuse mail about a released block-list would go now; only a person sends it."""
        return await self._line.get(AbuseMailDue, "blocklists", block_list, "abuse-mail", "sending")

    async def files(self) -> tuple[ListFile, ...]:
        """Say which files there are: one or two of each format."""
        return await self._line.get(tuple[ListFile, ...], "blocklists", "files")

    async def file(self, name: str, known: str = "") -> ListContent | None:
        """Give what is to be stopped now, of all block-lists that are released.

        Parameters
        ----------
        known
            The ETag of the file that one has: None is given while nothing has changed.
        """
        headers = {"If-None-Match": known} if known else {}
        answer = await self._line.ask("GET", "blocklists", "files", name, headers=headers)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        return ListContent(answer.content, answer.etag)
