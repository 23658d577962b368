"""Passkeys: what a browser is asked, and whether its answer is true (WebAuthn, level 3)."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec import Struct
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from noroshi.clock import MILLISECOND
from noroshi.errors import SignInError
from noroshi.people.ceremonies import LIFE
from noroshi.people.credentials.book import Passkey
from noroshi.people.model import Person
from noroshi.people.settings import PeopleSettings

Credential = Mapping[str, Any]
"""What a browser answers, as JSON: WebAuthn's RegistrationResponseJSON or AuthenticationResponseJSON."""

LONGEST: Final = 16_384
"""Characters of any text in an answer. One without attestation has less than 1,000."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,1400}", re.ASCII)
"""WebAuthn, level 3, 5.1: up to 1,023 bytes, in base64url."""

_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
"""The three that WebAuthn, level 3, 5.4, says to accept, so that any authenticator will do."""


class Question(Struct, frozen=True):
    """What a browser hands to an authenticator."""

    id: str
    """Names the ceremony; the answer says it again."""
    options: dict[str, Any]
    """WebAuthn's PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON."""


class Made(NamedTuple):
    """A new key that a device has made."""

    id: str
    key: bytes
    used: int
    """How often the device says that it was used."""


def creation(
    settings: PeopleSettings, person: Person, handle: bytes, known: Sequence[Passkey], challenge: bytes
) -> dict[str, Any]:
    """Ask for a new passkey: one that knows its owner by itself, and opens for nobody else.

    Parameters
    ----------
    handle
        By what the device will know the person.
    known
        The person's passkeys: a device that has one makes no second.
    """
    options = generate_registration_options(
        rp_id=settings.host,
        rp_name=settings.centre,
        user_id=handle,
        user_name=person.id,
        user_display_name=person.name,
        challenge=challenge,
        timeout=LIFE // MILLISECOND,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(each.id)) for each in known],
        supported_pub_key_algs=_ALGORITHMS,
    )
    return _as_json(options_to_json(options))


def created(settings: PeopleSettings, credential: Credential, challenge: bytes) -> Made:
    """Take a new passkey.

    Raises
    ------
    SignInError
        If the answer is not to that challenge, not from our page, or nobody proved to be there.
    """
    _check_size(credential)
    try:
        verified = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=settings.host,
            expected_origin=settings.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except Exception:  # noqa: BLE001  # the library lets errors of CBOR, base64 and keys through; the answer is wrong
        raise _refused() from None
    key, count = verified.credential_public_key, verified.sign_count
    return Made(bytes_to_base64url(verified.credential_id), key, count)


def request(settings: PeopleSettings, challenge: bytes) -> dict[str, Any]:
    """Ask for any passkey of ours: the device knows whose it is, so nobody types a name."""
    options = generate_authentication_options(
        rp_id=settings.host,
        challenge=challenge,
        timeout=LIFE // MILLISECOND,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _as_json(options_to_json(options))


def named(credential: Credential) -> str:
    """Say which passkey an answer comes from; empty if none. Nothing else is checked yet.

    Raises
    ------
    SignInError
        If it is too long.
    """
    _check_size(credential)
    identity = credential.get("id")
    return identity if isinstance(identity, str) and _ID.fullmatch(identity) else ""


def answered(settings: PeopleSettings, passkey: Passkey, credential: Credential, challenge: bytes) -> int:
    """See whether an answer is that passkey's, and give its count.

    The count is not compared with the one before: whoever asked wants to know a copy from a forgery.

    Raises
    ------
    SignInError
        If the answer is not to that challenge, not from our page, not signed by the passkey, or not of its owner.
    """
    _check_size(credential)
    try:
        verified = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=settings.host,
            expected_origin=settings.origin,
            credential_public_key=passkey.key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        handle = credential["response"].get("userHandle")
    except Exception:  # noqa: BLE001  # as above
        raise _refused() from None
    if handle != passkey.handle:  # 7.2, step 6: where no name was given, the device must say whose it is
        raise _refused()
    return verified.new_sign_count


def is_copied(before: int, count: int) -> bool:
    """Tell whether a passkey's count shows that there are two of it: WebAuthn, level 3, 6.1.1.

    Examples
    --------
    >>> is_copied(0, 0), is_copied(5, 6), is_copied(5, 5)
    (False, False, True)
    """
    return (before > 0 or count > 0) and count <= before


def _check_size(credential: Credential) -> None:
    response = credential.get("response")
    texts = [*credential.values(), *(response.values() if isinstance(response, Mapping) else ())]
    if any(isinstance(text, str) and len(text) > LONGEST for text in texts):
        raise _refused()


def _as_json(text: str) -> dict[str, Any]:
    options: dict[str, Any] = json.loads(text)
    return options


def _refused() -> SignInError:
    return SignInError("that passkey was not accepted", hint="Try again, or use another way to sign in.")
