"""Garbage for the readers of MISP's events and of XARF's reports. They raise nothing, whatever comes."""

import sys

from _driver import ROOT, fuzz
from noroshi.sharing.formats.catalogue import read, write
from noroshi.sharing.stix.writing import write as write_stix

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.sharing.formats.telling import EVERYTHING, TERMS  # after the line above

MAIL = (
    b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nHello\r\n--x\r\n"
    b"Content-Type: application/json\r\nContent-Transfer-Encoding: base64\r\n\r\ne30=\r\n--x--\r\n"
)


def parse(data: bytes) -> None:
    """Read it as each of them; what is read can be written down."""
    for name in ("misp", "xarf"):
        list(write_stix(read(data, name).findings))


fuzz(
    parse,
    seeds=[
        MAIL,
        *(
            content
            for name in ("misp", "xarf")
            for content in write(EVERYTHING[:4], name, TERMS).files.values()
        ),
    ],
    named=(),
    words=[
        *(
            b'"Event":{',
            b'"Attribute":[',
            b'"Object":[',
            b'"ip-src|port"',
            b"|65536",
            b"/33",
            b"%eth0",
            b"1e999",
            b"null",
            b"true",
        ),
        *(
            b'"9999-12-31T23:59:59Z"',
            b'"0001-01-01T00:00:00+14:00"',
            b"9" * 5000,
            b"--x\r\n",
            b"\r\n\r\n",
            b"=?utf-8?q?=ff?=",
        ),
        *(
            b"message/rfc822",
            b"charset=none",
            b"\xff",
            b"\0",
            b"[" * 200,
            b"Content-Type: ",
            b"filename*=x''%ff.json",
        ),
    ],
)
