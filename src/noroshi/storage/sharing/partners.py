"""Partners, kept: `PartnerBook` over SQL."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, case, delete, insert, select, update

from noroshi.clock import DAY
from noroshi.errors import NotFoundError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.partners import (
    QUARANTINED,
    QUARANTINED_BYTES,
    Partner,
    PartnerState,
    Quarantined,
    counted,
)
from noroshi.sharing.taxii.objects import Fault
from noroshi.storage.people.audit import note
from noroshi.storage.tables.partners import (
    mapping_text,
    partner_of,
    partner_row,
    partners,
    quarantine,
    refusals_of,
)
from noroshi.storage.transactions import reading, writing


class SqlPartnerBook:
    """Partners over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, partner: Partner, digest: str | None, entry: AuditEntry) -> None:
        """Write a partner, in the place of one of that organisation."""
        whose = partners.c.organisation == partner.organisation
        with writing(self._engine) as connection:
            before: str = connection.scalar(select(partners.c.digest).where(whose)) or ""
            connection.execute(delete(partners).where(whose))
            kept = before if digest is None else digest
            connection.execute(insert(partners).values(partner_row(partner, kept)))
            note(connection, entry)

    def all(self) -> Sequence[Partner]:
        """Give all partners, by organisation."""
        with reading(self._engine) as connection:
            found = connection.execute(select(partners).order_by(partners.c.organisation))
            return [partner_of(row) for row in found]

    def get(self, organisation: str) -> Partner:
        """Give one partner."""
        found = self._find(partners.c.organisation == organisation)
        if found is None:
            raise _nobody(organisation)
        return found

    def by_secret(self, digest: str) -> Partner | None:
        """Find whose secret has a digest."""
        return self._find(partners.c.digest == digest) if digest else None

    def by_certificate(self, fingerprint: str) -> Partner | None:
        """Find whose certificate has a fingerprint."""
        return self._find(partners.c.fingerprint == fingerprint) if fingerprint else None

    def remove(self, organisation: str, entry: AuditEntry) -> None:
        """Forget a partner and its quarantine."""
        gone = delete(partners).where(partners.c.organisation == organisation)
        with writing(self._engine) as connection:
            if connection.execute(gone).rowcount != 1:
                raise _nobody(organisation)
            _forget_quarantine(connection, organisation)
            note(connection, entry)

    def withdraw(self, organisation: str, entry: AuditEntry) -> None:
        """Write down that all of a partner's data is withdrawn."""
        with writing(self._engine) as connection:
            _change(
                connection, organisation, state=PartnerState.WITHDRAWN.value, cursors=mapping_text({}), due=0
            )
            _forget_quarantine(connection, organisation)
            note(connection, entry)

    def pulled(self, organisation: str, cursors: Mapping[str, str], now: int, due: int) -> None:
        """Write down how far a partner has been pulled, and when to go on."""
        with writing(self._engine) as connection:
            _change(
                connection,
                organisation,
                cursors=mapping_text(cursors),
                pulled=now,
                due=due,
                failures=0,
                fault="",
            )

    def failed(self, organisation: str, fault: str, due: int) -> None:
        """Write down that a pull failed, and when to try again."""
        with writing(self._engine) as connection:
            _change(connection, organisation, fault=fault, due=due, failures=partners.c.failures + 1)
            _count(connection, organisation, {fault: 1})

    def took(self, organisation: str, taken: int, size: int, faults: Sequence[Fault], now: int) -> None:
        """Count what was taken of a partner's, and keep what was not in quarantine."""
        with writing(self._engine) as connection:
            _change(
                connection,
                organisation,
                taken=partners.c.taken + taken,
                refused=partners.c.refused + len(faults),
                today=case((partners.c.day == now // DAY, partners.c.today + size), else_=size),
                day=now // DAY,
            )
            if faults:
                kept = [_row(organisation, each, now) for each in faults[-QUARANTINED:]]
                connection.execute(insert(quarantine), kept)
                _shorten(connection, organisation)
                _count(connection, organisation, Counter(each.reason for each in faults))

    def refused(self, organisation: str, reasons: Mapping[str, int]) -> None:
        """Count what was not done for a partner, by reason."""
        with writing(self._engine) as connection:
            _count(connection, organisation, reasons)

    def heard(self, organisation: str, now: int) -> None:
        """Write down that a partner asks us, or adds something."""
        with writing(self._engine) as connection:
            _change(connection, organisation, heard=now)

    def count(self, organisation: str, findings: Mapping[str, int], since: int) -> None:
        """Write down what became of a partner's findings, by outcome, since a moment."""
        with writing(self._engine) as connection:
            _change(connection, organisation, findings=mapping_text(findings), counted=since)

    def quarantine(self, organisation: str, limit: int) -> Sequence[Quarantined]:
        """Give what is in a partner's quarantine, the latest first."""
        query = (
            select(quarantine)
            .where(quarantine.c.organisation == organisation)
            .order_by(quarantine.c.number.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [
                Quarantined(row.at, Fault(row.object, row.reason, row.content))
                for row in connection.execute(query)
            ]

    def _find(self, condition: ColumnElement[bool]) -> Partner | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(partners).where(condition)).first()
        return partner_of(row) if row else None


def _change(connection: Connection, organisation: str, **values: Any) -> None:
    changed = update(partners).where(partners.c.organisation == organisation).values(**values)
    if connection.execute(changed).rowcount != 1:
        raise _nobody(organisation)


def _count(connection: Connection, organisation: str, reasons: Mapping[str, int]) -> None:
    query = select(partners.c.refusals).where(partners.c.organisation == organisation).with_for_update()
    before = connection.execute(query).scalar_one_or_none()
    if before is None:
        raise _nobody(organisation)
    _change(connection, organisation, refusals=mapping_text(counted(refusals_of(before), reasons)))


def _row(organisation: str, fault: Fault, now: int) -> dict[str, object]:
    return {
        "organisation": organisation,
        "at": now,
        "object": fault.id,
        "reason": fault.reason,
        "content": fault.content[:QUARANTINED_BYTES],
    }


def _shorten(connection: Connection, organisation: str) -> None:
    """Let the oldest go of what is more than is kept."""
    whose = quarantine.c.organisation == organisation
    oldest = (
        select(quarantine.c.number)
        .where(whose)
        .order_by(quarantine.c.number.desc())
        .offset(QUARANTINED)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(delete(quarantine).where(whose, quarantine.c.number <= oldest))


def _forget_quarantine(connection: Connection, organisation: str) -> None:
    connection.execute(delete(quarantine).where(quarantine.c.organisation == organisation))


def _nobody(organisation: str) -> NotFoundError:
    return NotFoundError(
        f"{organisation!r} is no partner", hint="`noroshi partners list` shows which there are."
    )
