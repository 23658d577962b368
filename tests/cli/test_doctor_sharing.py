"""What the doctor says of block-lists and of a partner's MISP."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from noroshi.clock import DAY, SystemClock
from tests.cli.centre import Centre
from tests.cli.test_doctor import findings, said, set_, sound
from tests.delivery.conftest import Certificates, certificates

__all__ = ["certificates", "sound"]

ANSWER = (
    '{"startAddress": "198.51.100.0", "endAddress": "198.51.100.255", "entities": [{"roles": ["abuse"], '
    '"vcardArray": ["vcard", [["email", {}, "text", "abuse@example.net"]]]}]}\n'
)


@contextmanager
def answering(certificates: Certificates) -> Iterator[int]:
    """Give a port at which somebody answers over TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.chain, certificates.key)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def keyed(centre: Centre, mode: int = 0o600) -> None:
    """Let there be a key of a MISP, and a partner whose that is."""
    key = centre.folder / "misp.key"
    key.write_text("a key\n")
    key.chmod(mode)
    set_(centre, "misp", f'partner = "example"\nkey_file = "{key}"')


def test_lists(sound: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of [blocking] are fine where they can be read, with how much is in them, and a warning once they are old."""
    written, listed, answers = (sound.folder / name for name in ("allow.txt", "list.json", "answers.ndjson"))
    written.write_text("192.0.2.0/24\n198.51.100.1\n")
    listed.write_text('{"name": "Resolvers", "type": "cidr", "list": ["192.0.2.53"]}')
    answers.write_text(ANSWER)
    set_(
        sound,
        "blocking",
        f'allow = "{written}"\nwarning_lists = ["{listed}"]\nrdap = "{answers}"',
    )
    unanswered = findings(sound, "--offline")["warning"]
    set_(sound, "centre", 'answer_to = "team@centre.example"')
    found = findings(sound, "--offline")
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda _: now + 100 * DAY)
    later = findings(sound, "--offline")["warning"]

    assert said(unanswered, "reach the centre at no mailbox")
    assert (set(), set()) == (found["warning"], found["broken"])
    assert said(found["fine"], f"{written} has 2 prefixes that no list has")
    assert said(found["fine"], f"{listed} has 1 prefix that no list has")
    assert said(found["fine"], "abuse of 1 network can be reported")
    assert said(later, f"{listed} is 100 days old")
    assert said(later, f"{answers} is 100 days old")


def test_unreadable_lists(sound: Centre) -> None:
    """A file of [blocking] that is not there or cannot be read is broken, and RDAP answers of no use are a warning."""
    written, answers = sound.folder / "allow.txt", sound.folder / "answers.ndjson"
    written.write_text("192.0.2.1/24\n")
    answers.write_text("{}\n")
    set_(
        sound,
        "blocking",
        f'allow = "{written}"\nwarning_lists = ["/nowhere/list.json"]\nrdap = "{answers}"',
    )
    found = findings(sound, "--offline")
    set_(sound, "blocking", "")
    sound.home.settings.write_text(
        sound.home.settings.read_text("utf-8").replace(str(answers), "/nowhere/answers"), "utf-8"
    )
    gone = findings(sound, "--offline")["broken"]

    assert said(found["broken"], "no block-list is served: allow.txt, line 1")
    assert said(found["broken"], "no block-list is served: [blocking]: cannot read /nowhere/list.json")
    assert said(found["warning"], "1 malformed")
    assert said(found["warning"], "says to whom abuse is reported")
    assert said(gone, "abuse can be reported to nobody: /nowhere/answers")


def test_own_certificate(sound: Centre, certificates: Certificates) -> None:
    """The certificate by which partners know this centre is a warning before it expires, and broken once it has; its key is closed to others."""
    certificates.key.chmod(0o644)
    set_(sound, "sharing", f'certificate = "{certificates.chain}"\nkey = "{certificates.key}"')
    found = findings(sound, "--offline")
    path = sound.home.settings
    path.write_text(path.read_text("utf-8").replace("chain.pem", "expired.pem"), "utf-8")
    expired = findings(sound, "--offline")["broken"]

    assert said(found["warning"], f"{certificates.chain} expires on")
    assert said(found["broken"], f"others on this machine may read {certificates.key}")
    assert said(expired, f"{certificates.expired} expired on")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('url = "misp.example"', "url is no URL"),
        ('url = "https://misp.example:port"', "url is no URL"),
        ('url = "http://misp.example"', "over https only"),
        ('url = "https://misp.example"\nkey_variable = "NOBODY_SETS_THIS"', "both a file and a variable"),
    ],
)
def test_misp(line: str, wrong: str, sound: Centre) -> None:
    """A MISP that cannot be pushed to as the settings have it is broken."""
    keyed(sound)
    set_(sound, "misp", line)

    assert said(findings(sound, "--offline")["broken"], wrong)


def test_misp_of_nobody(sound: Centre) -> None:
    """A MISP whose partner is not registered, or for which there is no key, is broken; so is a key that others may read."""
    set_(sound, "misp", 'url = "https://misp.example"\npartner = "nobody"')
    stranger = findings(sound, "--offline")["broken"]
    path = sound.home.settings
    path.write_text(path.read_text("utf-8").replace('"nobody"', '"example"'), "utf-8")
    keyless = findings(sound, "--offline")["broken"]
    path.write_text(path.read_text("utf-8").replace('partner = "example"\n', ""), "utf-8")
    keyed(sound, mode=0o644)
    readable = findings(sound, "--offline")["broken"]

    assert said(stranger, "misp: nothing is pushed: ")
    assert said(keyless, "no key is named")
    assert said(readable, f"others on this machine may read {sound.folder / 'misp.key'}")


def test_misp_certificates(sound: Centre, certificates: Certificates) -> None:
    """A MISP that answers is fine; its certificate, and those that it is believed by, are a warning before they expire."""
    keyed(sound)
    with answering(certificates) as port:
        set_(sound, "misp", f'url = "https://localhost:{port}"\nauthorities = "{certificates.authority}"')
        found = findings(sound)
    path = sound.home.settings
    path.write_text(path.read_text("utf-8").replace("authority.pem", "expired.pem"), "utf-8")
    expired = findings(sound)["broken"]
    path.write_text(path.read_text("utf-8").replace("expired.pem", "none.pem"), "utf-8")
    gone = findings(sound)["broken"]

    assert said(found["fine"], f"is pushed to https://localhost:{port}")
    assert said(found["warning"], f"localhost:{port} answers, and its certificate expires on")
    assert said(found["warning"], f"{certificates.authority} expires on")
    assert said(expired, f"{certificates.expired} expired on")
    assert said(expired, f"localhost:{port} cannot be reached")
    assert said(gone, "none.pem: No such file or directory")
