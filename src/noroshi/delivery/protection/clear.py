"""What may leave in the clear."""

from noroshi.delivery.settings import EmailSettings
from noroshi.organisations.model import ChannelKind, Contact, Marking


def must_be_encrypted(marking: Marking, settings: EmailSettings) -> bool:
    """Tell whether what has a marking may not leave in the clear."""
    return settings.encrypt_from is not None and marking.rank >= settings.encrypt_from.rank


def lacks_certificate(contact: Contact, marking: Marking, settings: EmailSettings) -> bool:
    """Tell whether what has a marking waits until a contact has a certificate."""
    is_mail = contact.channel is ChannelKind.EMAIL
    return is_mail and not contact.certificate and must_be_encrypted(marking, settings)
