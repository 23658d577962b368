"""What the hostile partner's server answers where objects are asked for."""

import socket

from _federated.rogue.objects import CENTRES, NAME, aged, broken, claims, envelope, identity, patterns
from _federated.rogue.server import Answer, say

PART = b"10000\r\n" + b" " * (1 << 16) + b"\r\n"
"""A part of an answer that has no end."""


def without_end(secured: socket.socket) -> None:
    """Go on for ever."""
    secured.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        secured.sendall(PART)


def huge(secured: socket.socket) -> None:
    """Answer with a page of 40 MB."""
    say(secured, b'{"objects":["' + b"x" * (40 << 20) + b'"]}')


def deep(secured: socket.socket) -> None:
    """Answer with lists in lists."""
    say(secured, b'{"objects":' + b"[" * 200_000 + b"]" * 200_000 + b"}")


def many_values(secured: socket.socket) -> None:
    """Answer with more numbers than fit in memory as Python has them."""
    say(secured, b'{"objects":[' + b"1," * 2_000_000 + b"1]}")


def other_kind(secured: socket.socket) -> None:
    """Answer with a page for people."""
    say(secured, "<html>Welcome</html>", kind="text/html")


def elsewhere(secured: socket.socket) -> None:
    """Send whoever asks to another server, with what proves who they are."""
    say(secured, "", "302 Found", "text/plain", "Location: https://192.0.2.1/taxii2/")


def cut_short(secured: socket.socket) -> None:
    """Hang up in the midst of a page."""
    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


def endless(secured: socket.socket) -> None:
    """Say that there is always more, and give nothing."""
    say(secured, envelope([], more=True, place=identity()))


def nowhere(secured: socket.socket) -> None:
    """Say that there is more, and never where."""
    say(secured, envelope(list(claims(NAME, ["100.100.2.9"])), more=True))


def faulty(secured: socket.socket) -> None:
    """Give objects that cannot be taken."""
    say(secured, envelope(list(broken().values())))


def bad_patterns(secured: socket.socket) -> None:
    """Give patterns that cannot be read."""
    say(secured, envelope(list(patterns())))


def forged(secured: socket.socket) -> None:
    """Say what others have seen, whoever asks among them."""
    objects = [each for centre in CENTRES for each in claims(centre, ["100.100.2.1"])]
    say(secured, envelope(objects))


def out_of_time(secured: socket.socket) -> None:
    """Tell of another time."""
    say(secured, envelope(list(aged())))


def of_nobody(secured: socket.socket) -> None:
    """Speak of 200 machines that nobody holds."""
    say(secured, envelope(list(claims(NAME, [f"100.100.3.{place}" for place in range(200)]))))


ANSWERS = (
    Answer("without end", without_end, "its answer has more than 33,554,432 bytes"),
    Answer("huge page", huge, "its answer has more than 33,554,432 bytes"),
    Answer("deep JSON", deep, "its answer: the body has too many levels"),
    Answer("many values", many_values, "its answer: a body has at most 1,000,000 values"),
    Answer("wrong content type", other_kind, "its answer: the body is no envelope of objects"),
    Answer("sent elsewhere", elsewhere, "it answered HTTP 302"),
    Answer("cut short", cut_short, "it cannot be asked: ClientPayloadError"),
    Answer("endless paging", endless, "it says that there is more, and gives nothing"),
    Answer("more, and nowhere", nowhere, "it says that there is more, and not where"),
    Answer("faulty objects", faulty, "its id is not TYPE--UUID"),
    Answer("bad patterns", bad_patterns, "unread"),
    Answer("forged centres", forged, "declined: foreign"),
    Answer("another time", out_of_time, "declined: late"),
    Answer("of nobody's machines", of_nobody, "declined: nobody"),
)
