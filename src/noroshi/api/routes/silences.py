"""Silences: reasons not to tell."""

from typing import Annotated

from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Struct

from noroshi.alerts.silences import LOOKED_BACK, Scope
from noroshi.api.given import Given
from noroshi.api.moments import moment_of
from noroshi.api.sight.silences import SeenSilences
from noroshi.app import Application
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.silences import Lifted, SilencePreview, SilenceRecord, silence_preview

MAY = frozenset({Right.SILENCE})


class SilenceAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A silence to be put."""

    reason: str
    """Why; it stands with every notice that is held back."""
    until: str
    """When it expires, in ISO 8601."""
    organisation: str = ""
    """About alerts of this organisation, by its id."""
    kind: str = ""
    """About this kind, or all that begin so."""
    subject: str = ""
    """About this address, or those in this prefix."""
    alert: str = ""
    """About this alert, by its id."""


class PreviewAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a silence would be about."""

    organisation: str = ""
    """About alerts of this organisation, by its id."""
    kind: str = ""
    """About this kind, or all that begin so."""
    subject: str = ""
    """About this address, or those in this prefix."""
    alert: str = ""
    """About this alert, by its id."""


@get("/silences", may=frozenset({Right.SEE}), notes=What.READ, sync_to_thread=True)
def list_silences(
    silences: Given[SeenSilences],
    over: Annotated[bool | None, QueryParameter(name="all", description="Also those that are over.")] = None,
) -> tuple[SilenceRecord, ...]:
    """List silences, the latest first, with what each has held back."""
    return silences.all(over=bool(over))


@post("/silences", may=MAY, notes=None, sync_to_thread=True)
def put_silence(data: JSONBody[SilenceAsked], silences: Given[SeenSilences]) -> SilenceRecord:
    """Hold notices back, for a reason and until a moment."""
    scope = Scope(data.organisation, data.kind, data.subject, data.alert)
    return silences.put(scope, data.reason, moment_of(data.until, "until"))


@post("/silences/preview", may=MAY, notes=None, status_code=200, sync_to_thread=True)
def preview_silence(
    data: JSONBody[PreviewAsked],
    silences: Given[SeenSilences],
    centre: Given[Application],
) -> SilencePreview:
    """Say what a silence would have held back in the last 30 days."""
    now, scope = centre.clock.now(), Scope(data.organisation, data.kind, data.subject, data.alert)
    return silence_preview(silences.would_hold(scope, now - LOOKED_BACK), now)


@delete("/silences/{silence:str}", may=MAY, notes=None, status_code=200, sync_to_thread=True)
def lift_silence(
    silence: Annotated[str, PathParameter(description="A silence's id, such as S-3K9XT.")],
    silences: Given[SeenSilences],
) -> Lifted:
    """End a silence now, and let go what it held back."""
    return Lifted(silence.upper(), silences.lift(silence))


ROUTES = (list_silences, put_silence, preview_silence, lift_silence)
