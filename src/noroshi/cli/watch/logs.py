"""The log of a running watch: on standard error, a line an event, values quoted."""

import sys

import structlog


def log_to_standard_error(*, as_json: bool) -> None:
    """Send the log to standard error; results alone go to standard output.

    Values are written as Python or JSON quotes them, so what an attacker put into one stays on its line.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        # Looked up at each line, because a progress line puts something in its place meanwhile.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
