"""An alert's sample packets, to be taken away."""

from noroshi.alerts.model import Alert
from noroshi.domains import domains
from noroshi.errors import NotFoundError


def capture_of(alert: Alert) -> bytes:
    """Write the samples of an alert's latest detection as a capture file.

    Raises
    ------
    NotFoundError
        If no bytes of them were kept.
    """
    for domain in domains().values():
        if alert.kind in domain.kinds and domain.capture is not None:
            capture = domain.capture(alert.detection.evidence.samples)
            if capture:
                return capture
    raise NotFoundError(
        f"no bytes of sample packets were kept of {alert.id}: flows have none, nor has what an earlier version saw, "
        "or was seen under overload; and tidying removes them"
    )
