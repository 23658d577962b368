"""With whom the centre exchanges, as persons decide: partners are added, asked for what is new, withdrawn and removed.

The audit has each deed, and each that is refused to a program: a partner's secret, and what it has told, are for people to
decide about.
"""

import asyncio
from typing import Final

from msgspec.structs import replace

from noroshi.app.centre import Application
from noroshi.app.taking import Withdrawn, withdrawable, withdrawn
from noroshi.errors import ExchangeError, NotFoundError, SettingsError, UsageError
from noroshi.organisations.model import PARTNER, Marking, Organisation
from noroshi.people.answerable import Answerable
from noroshi.people.audit import By, Outcome, What
from noroshi.people.secret import Secret
from noroshi.sharing.partners import SECRET, Partner, PartnerState, checked
from noroshi.sharing.pulling import Pulled
from noroshi.sharing.taxii.collection import for_all, for_one, from_one

FOR_ALL: Final = (Marking.CLEAR, Marking.GREEN, Marking.AMBER)
"""Labels of which there is a collection for every partner that is cleared."""


class Partnering:
    """One person, and what they decide about partners.

    Parameters
    ----------
    centre
        Whose partners they are.
    by
        The person.
    """

    def __init__(self, centre: Application, by: By) -> None:
        self._centre = centre
        self._book = centre.sharing.partners
        self._by = by
        self._person = Answerable(centre.people.audit, by, centre.clock)

    def add(self, wanted: Partner, *, renew: bool = True) -> Secret | None:
        """Say how we exchange with a partner, or say it anew; give the secret that it comes with from now on.

        What was taken from it, and how far, stays; how far, only if its server does.

        Parameters
        ----------
        wanted
            The partner; without a name it is called as the register has it.
        renew
            Whether it gets a new secret though it has one; None is given where it keeps that.

        Raises
        ------
        AccessError
            If a program asks.
        NotFoundError
            If the organisation is not registered.
        UsageError
            If it is no partner in the register, has the name of another or of this centre, or cannot be reached so.
        """
        self._person.be_a_person(What.ADD_PARTNER, wanted.organisation)
        theirs = self._centre.organisations.get(wanted.organisation)
        if PARTNER not in theirs.tags:
            raise UsageError(
                f"{theirs.id} is no partner in the register",
                hint=f'Give it the tag "{PARTNER}" in the roster.',
            )
        partner = checked(replace(wanted, name=wanted.name or theirs.name))
        self._check_name(partner)
        now, before = self._centre.clock.now(), self.before(theirs.id)
        secret = Secret.new(SECRET) if renew or before is None else None
        if before is not None:
            is_same = before.address == partner.address
            partner = replace(
                partner,
                cursors=before.cursors if is_same else {},
                pulled=before.pulled if is_same else None,
                taken=before.taken,
                refused=before.refused,
                refusals=before.refusals,
                heard=before.heard,
                findings=before.findings,
                counted=before.counted,
                day=before.day,
                today=before.today,
            )
        added = replace(partner, state=PartnerState.ACTIVE, created=now)
        entry = self._person.did(What.ADD_PARTNER, theirs.id, _note(added))
        self._book.add(added, secret.digest if secret else None, entry)
        self._open_collections(theirs)
        return secret

    def before(self, organisation: str) -> Partner | None:
        """Give how we exchange with an organisation now; None if we do not."""
        try:
            return self._book.get(organisation)
        except NotFoundError:
            return None

    def remove(self, organisation: str) -> None:
        """End the exchange with a partner.

        Raises
        ------
        AccessError
            If a program asks.
        NotFoundError
            If that organisation is no partner.
        """
        self._person.be_a_person(What.REMOVE_PARTNER, organisation)
        self._book.remove(organisation, self._person.did(What.REMOVE_PARTNER, organisation))

    def withdraw(self, organisation: str) -> Withdrawn:
        """Take away all that a partner has told, and take nothing more from it.

        Raises
        ------
        AccessError
            If a program asks.
        NotFoundError
            If that organisation is no partner.
        """
        self._person.be_a_person(What.WITHDRAW_PARTNER, organisation)
        return withdrawn(self._centre, organisation, self._person.did(What.WITHDRAW_PARTNER, organisation))

    def foresee(self, organisation: str) -> Withdrawn:
        """Say what withdrawing would take away; nothing is changed.

        Raises
        ------
        NotFoundError
            If that organisation is no partner.
        """
        return withdrawable(self._centre, organisation)

    def pull(self, organisation: str) -> Pulled:
        """Take over what is new at a partner, now.

        Raises
        ------
        NotFoundError
            If that organisation is no partner.
        UsageError
            If it has no server that we know of, or is withdrawn.
        ExchangeError
            If its server fails.
        SettingsError
            If a secret, the certificate or the key is not where it should be.
        """
        from noroshi.app.pulling import pull  # noqa: PLC0415  # 0.3 s that nothing else here needs

        partner = self._book.get(organisation)
        if not partner.address:
            raise UsageError(
                f"{organisation} comes to us", hint="`noroshi partners add` says where its server is."
            )
        if partner.state is not PartnerState.ACTIVE:
            raise UsageError(
                f"{organisation} is withdrawn", hint="`noroshi partners add` begins anew with it."
            )
        try:
            brought = asyncio.run(pull(self._centre, partner))
        except (ExchangeError, SettingsError) as fault:
            self._write(What.PULL_PARTNER, organisation, fault.message, Outcome.FAILED)
            raise
        self._write(What.PULL_PARTNER, organisation, f"{brought.new} new, {brought.refused} refused")
        return brought

    def _check_name(self, partner: Partner) -> None:
        """Refuse a name by which findings, and alerts that stand on them, could be another's."""
        if partner.name == self._centre.config.centre.name:
            raise UsageError(
                f"this centre is called {partner.name!r} itself", hint="Say the name that the partner uses."
            )
        namesakes = [
            each.organisation
            for each in self._book.all()
            if each.name == partner.name and each.organisation != partner.organisation
        ]
        if namesakes:
            raise UsageError(
                f"{namesakes[0]} is called {partner.name!r} already",
                hint="What one tells would count as the other's.",
            )

    def _open_collections(self, theirs: Organisation) -> None:
        objects = self._centre.sharing.objects
        for marking in FOR_ALL:
            objects.open(for_all(marking))
        objects.open(for_one(theirs.id, theirs.clearance))
        objects.open(from_one(theirs.id))

    def _write(self, what: What, organisation: str, note: str, outcome: Outcome = Outcome.DONE) -> None:
        entry = self._by.did(self._centre.clock.now(), what, organisation, note, outcome)
        self._centre.people.audit.write([entry])


def _note(partner: Partner) -> str:
    """Say in a few words how we exchange with a partner."""
    known = f"by the certificate {partner.fingerprint[:16]}" if partner.certificate else "by its secret"
    return f"{partner.name}, {partner.address or 'comes to us'}, known {known}"
