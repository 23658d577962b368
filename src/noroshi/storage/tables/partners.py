"""Partners, and what of theirs could not be read."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Row, Table, Text

from noroshi.sharing.partners import Partner, PartnerState
from noroshi.storage.tables.metadata import metadata

partners = Table(
    "partners",
    metadata,
    Column("organisation", Text, primary_key=True, comment="The organisation's id."),
    Column("name", Text, nullable=False, comment="What partners call it."),
    Column("address", Text, nullable=False, comment="The URL of its server; empty if it alone comes to us."),
    Column(
        "collection",
        Text,
        nullable=False,
        comment="What is pulled from there: an id, an alias, or empty for all that can be read.",
    ),
    Column("login", Text, nullable=False, comment="Our name there; empty for a token."),
    Column(
        "secret_file",
        Text,
        nullable=False,
        comment="The file with what proves that we are it; empty for the certificate alone.",
    ),
    Column(
        "certificate", Text, nullable=False, comment="Its certificate, in PEM; empty if it is not pinned."
    ),
    Column(
        "fingerprint",
        Text,
        nullable=False,
        index=True,
        comment="The certificate's SHA-256; empty if it is not pinned.",
    ),
    Column(
        "digest",
        Text,
        nullable=False,
        index=True,
        comment="What is kept of the secret that it comes with; empty if it has none.",
    ),
    Column("state", Text, nullable=False, comment="Where it stands: active or withdrawn."),
    Column("created", BigInteger, nullable=False, comment="ns UTC."),
    Column(
        "cursors", Text, nullable=False, comment="How far each collection there has been pulled, as JSON."
    ),
    Column("pulled", BigInteger, nullable=True, comment="ns UTC, when it was last pulled from."),
    Column("due", BigInteger, nullable=False, comment="ns UTC, when to pull next."),
    Column("failures", BigInteger, nullable=False, comment="Pulls that failed since the last that did not."),
    Column("fault", Text, nullable=False, comment="Why the last pull failed; empty if it did not."),
    Column("taken", BigInteger, nullable=False, comment="Objects that were taken from it."),
    Column("refused", BigInteger, nullable=False, comment="Objects of its that were not taken."),
    Column(
        "refusals",
        Text,
        nullable=False,
        comment="How often something of its was refused, by reason, as JSON.",
    ),
    Column("heard", BigInteger, nullable=True, comment="ns UTC, when it last asked us, or added something."),
    Column("findings", Text, nullable=False, comment="What became of what it told, by outcome, as JSON."),
    Column("counted", BigInteger, nullable=True, comment="ns UTC, since when that is counted."),
    Column(
        "day", BigInteger, nullable=False, comment="Days since 1970, UTC, to the one of which `today` tells."
    ),
    Column("today", BigInteger, nullable=False, comment="Bytes of its objects that were new on that day."),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        comment="Counts what came.",
    ),
    Column("organisation", Text, nullable=False, comment="Whose it is."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when it came."),
    Column("object", Text, nullable=False, comment="Its id, as far as it has one."),
    Column("reason", Text, nullable=False, comment="Why it was not taken."),
    Column("content", LargeBinary, nullable=False, comment="What it was, or how it begins."),
    Index(None, "organisation", "number"),
)


def partner_row(partner: Partner, digest: str) -> dict[str, object]:
    """Give a partner as it is kept."""
    return {
        "organisation": partner.organisation,
        "name": partner.name,
        "address": partner.address,
        "collection": partner.collection,
        "login": partner.login,
        "secret_file": partner.secret_file,
        "certificate": partner.certificate,
        "fingerprint": partner.fingerprint,
        "digest": digest,
        "state": partner.state.value,
        "created": partner.created,
        "cursors": mapping_text(partner.cursors),
        "pulled": partner.pulled,
        "due": partner.due,
        "failures": partner.failures,
        "fault": partner.fault,
        "taken": partner.taken,
        "refused": partner.refused,
        "refusals": mapping_text(partner.refusals),
        "heard": partner.heard,
        "findings": mapping_text(partner.findings),
        "counted": partner.counted,
        "day": partner.day,
        "today": partner.today,
    }


def partner_of(row: Row[Any]) -> Partner:
    """Give a partner back."""
    return Partner(
        organisation=row.organisation,
        name=row.name,
        address=row.address,
        collection=row.collection,
        login=row.login,
        secret_file=row.secret_file,
        certificate=row.certificate,
        state=PartnerState(row.state),
        created=row.created,
        cursors=msgspec.json.decode(row.cursors, type=dict[str, str]),
        pulled=row.pulled,
        due=row.due,
        failures=row.failures,
        fault=row.fault,
        taken=row.taken,
        refused=row.refused,
        refusals=refusals_of(row.refusals),
        heard=row.heard,
        findings=msgspec.json.decode(row.findings, type=dict[str, int]),
        counted=row.counted,
        day=row.day,
        today=row.today,
    )


def refusals_of(text: str) -> dict[str, int]:
    """Give refusals by reason back."""
    return msgspec.json.decode(text, type=dict[str, int])


def mapping_text(mapping: Mapping[str, str] | Mapping[str, int]) -> str:
    """Give cursors, or numbers by name, as they are kept."""
    return msgspec.json.encode(mapping).decode()
