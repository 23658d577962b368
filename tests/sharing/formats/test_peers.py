"""What others wrote reads what we write."""

import json
import shutil
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pymisp
import pytest
import xarf

from noroshi.errors import UsageError
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Level
from noroshi.sharing.formats.catalogue import read, write
from noroshi.sharing.redaction import redacted
from tests.cyber.captures import SYN, Frame, pcap
from tests.house.source import ROOT
from tests.sharing.formats.telling import EVERYTHING, TERMS, VICTIM, scanner

PEERS = ROOT / ".venv-peers" / "bin"
needs_peers = pytest.mark.skipif(not (PEERS / "exabgp").exists(), reason="`make peers` was not run")

TOLD = {"everything": list(EVERYTHING), "nothing": []}
each = pytest.mark.parametrize("told", TOLD)

INTELMQ = """
import json, pathlib, sys
import intelmq
from intelmq.lib.message import MessageFactory
harmonisation = json.loads((pathlib.Path(intelmq.__file__).parent / "etc" / "harmonization.conf").read_text())
for line in sys.stdin:
    print(MessageFactory.unserialize(line, harmonization=harmonisation).to_json(with_type=True))
"""


def put(told: str, name: str, folder: Path) -> list[Path]:
    """Write a format's files into a folder."""
    files = write(TOLD[told], name, TERMS).files
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in files]


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a program is not there."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"there is no {program}")


def run(*command: object, given: str = "") -> str:
    """Run a program, which must be content; give all that it says."""
    done = subprocess.run(
        [str(word) for word in command], input=given, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


@each
def test_pymisp(told: str) -> None:
    """PyMISP loads each event of the feed, and would write the same manifest and the same hashes."""
    files = write(TOLD[told], "misp", TERMS).files
    manifest = json.loads(files["manifest.json"])
    hashes = files["hashes.csv"].decode().split()
    loaded = []
    for uuid, summary in manifest.items():
        event = pymisp.MISPEvent()
        event.load(files[f"{uuid}.json"].decode())
        loaded += [f"{digest},{uuid}" for digest in event.attributes_hashes("md5")]
        [(name, expected)] = event.manifest.items()
        expected["Tag"] = [{"name": tag["name"]} for tag in expected["Tag"]]
        assert (uuid, summary) == (name, expected)

    assert sorted(hashes) == sorted(loaded)
    assert len(TOLD[told]) == len(hashes)


def test_misp_of_whom_nobody_should_act() -> None:
    """MISP is told to look for whoever may be blamed only, a victim is a destination, and what was wrong is deleted."""
    files = write(EVERYTHING, "misp", TERMS).files
    attributes = [
        one for file in files if "-" in file for one in json.loads(files[file])["Event"]["Attribute"]
    ]
    named = {one["value"]: one for one in attributes}

    assert {"45.0.0.7", "2a01:5::7", "45.0.7.0/24", "45.0.6.5"} == {
        value for value, one in named.items() if one["to_ids"]
    }
    assert "ip-dst" == named[VICTIM.subject]["type"]
    assert {"45.0.6.3", "45.0.6.4"} == {value for value, one in named.items() if one["deleted"]}


def test_xarf() -> None:
    """XARF's own reader has nothing against any report, and there is one of each that may be blamed."""
    files = write(EVERYTHING, "xarf", TERMS).files
    read_back = [xarf.parse(json.loads(content)) for content in files.values()]

    assert [[]] * len(files) == [report.errors for report in read_back]
    assert {"45.0.0.7", "2a01:5::7", "45.0.6.5"} == {
        report.report.source_identifier for report in read_back if report.report
    }


def test_xarf_without_contact() -> None:
    """A report that nobody answers for is not written."""
    with pytest.raises(UsageError, match="mailbox"):
        write([scanner()], "xarf", TERMS._replace(centre=Centre("Example Centre")))


@needs_peers
@each
def test_intelmq(told: str) -> None:
    """IntelMQ reads each event, checks it by its harmonisation, and changes nothing."""
    [content] = write(TOLD[told], "intelmq", TERMS).files.values()
    answered = run(PEERS / "python", "-W", "ignore", "-c", INTELMQ, given=content.decode())

    assert len(TOLD[told]) == len(answered.splitlines())
    for ours, theirs in zip(content.splitlines(), answered.splitlines(), strict=True):
        assert harmonised(ours) == harmonised(theirs)


def harmonised(line: str | bytes) -> dict[str, object]:
    """An event's own fields; what is extra, IntelMQ takes apart."""
    return {name: value for name, value in json.loads(line).items() if not name.startswith("extra")}


@needs_peers
def test_exabgp(tmp_path: Path) -> None:
    """ExaBGP reads the routes, encodes them, and reads back what it encoded."""
    [written] = put("everything", "flowspec", tmp_path)
    neighbour = (
        "neighbor 127.0.0.1 { router-id 192.0.2.1; local-address 127.0.0.1; local-as 64500; peer-as 64501; "
    )
    written.write_text(f"{neighbour} family {{ ipv4 flow; ipv6 flow; }} {written.read_text()} }}")

    told = run(PEERS / "exabgp", "validate", "-nrv", written)

    for subject in ("45.0.0.7/32", "45.0.7.0/24", "2a01:5::7/128/0"):
        assert subject in told


@each
@needs("nft")
def test_nft(told: str, tmp_path: Path) -> None:
    """Nft checks the table."""
    [written] = put(told, "nftables", tmp_path)
    run("nft", "-c", "-f", written)


@each
@needs("named-checkzone")
def test_named(told: str, tmp_path: Path) -> None:
    """BIND loads the zone."""
    [written] = put(told, "rpz", tmp_path)
    run("named-checkzone", "rpz.example", written)


@each
@needs("suricata")
def test_suricata(told: str, tmp_path: Path) -> None:
    """Suricata loads the rules and the dataset, and alerts on a packet of each address that is listed, and on no other."""
    put(told, "suricata", tmp_path)
    capture = tmp_path / "seen.pcap"
    capture.write_bytes(
        pcap(*(Frame(TERMS.now, spoken_by(source)) for source in ("45.0.0.7", "45.0.7.9", "45.0.8.9")))
    )
    rules = ("-S", tmp_path / "noroshi.rules", "--set", f"default-rule-path={tmp_path}")
    run("suricata", "-T", *rules, "-l", tmp_path)
    run("suricata", "-r", capture, "-k", "none", *rules, "-l", tmp_path)
    events = map(json.loads, (tmp_path / "eve.json").read_text("utf-8").splitlines())

    alerted = sorted(each["src_ip"] for each in events if each["event_type"] == "alert")
    assert {"everything": ["45.0.0.7", "45.0.7.9"], "nothing": []}[told] == alerted


def spoken_by(source: str) -> bytes:
    """Make a TCP SYN of an address."""
    data = bytearray(SYN)
    data[26:30] = ip_address(source).packed
    return bytes(data)


@each
@needs("zeek")
def test_zeek(told: str, tmp_path: Path) -> None:
    """Zeek loads the intelligence file, and has each entry in it."""
    [written] = put(told, "zeek-intel", tmp_path)
    script = tmp_path / "load.zeek"
    script.write_text(
        f'@load frameworks/intel/seen\nredef Intel::read_files += {{ "{written}" }};\n'
        "event zeek_init() { suspend_processing(); }\n"
        "event Input::end_of_data(name: string, source: string) { terminate(); }\n"
    )
    run("zeek", script)


DARKNET = (
    "timestamp,protocol,src_ip,src_port,src_asn,src_geo,src_region,src_city,src_hostname,src_naics,src_sector,"
    "device_vendor,device_type,device_model,severity,dst_ip,dst_port,dst_asn,dst_geo,dst_region,dst_city,dst_hostname,"
    "dst_naics,dst_sector,public_source,infection,family,tag,application,version,event_id,count"
)


def test_shadowserver() -> None:
    """The columns are those of the header lines of Shadowserver's reports, and what is written is read."""
    columns = write([], "shadowserver-darknet", TERMS).files["event4_honeypot_darknet.csv"].decode().strip()
    [content] = write([scanner(), VICTIM], "shadowserver-darknet", TERMS).files.values()
    told = read(content, "shadowserver-darknet").findings

    assert DARKNET == columns
    assert [("45.0.0.7", "tcp", 23, 48), ("45.0.0.7", "tcp", 2323, 2)] == [
        (finding.subject, *finding.ports[0]) for finding in told
    ]
    assert {("malicious-code", "infected-system")} == {finding.classification for finding in told}
    assert {("mirai",)} == {finding.labels for finding in told}
    assert [scanner().first, 64500, "JP"] == [told[0].first, told[0].asn, told[0].country]


def test_shadowserver_of_victims() -> None:
    """A victim stands in the report of attacks alone."""
    output = write([scanner(), VICTIM, redacted(VICTIM, Level.PREFIX)], "shadowserver-ddos", TERMS)
    [content] = output.files.values()
    told = read(content, "shadowserver-ddos").findings

    assert {VICTIM.subject} == {finding.subject for finding in told}
    assert 2 == sum(output.left_out.values())
    assert (VICTIM.first, VICTIM.last // 10**9) == (told[0].first, told[0].last // 10**9)


SHADOWSERVER = (
    '"timestamp","protocol","src_ip","src_port","src_asn","src_geo","dst_port","infection","tag"\r\n'
    '"2026-03-07 00:00:00","tcp","61.3.1.2",4717,9829,"IN",23,"mirai","mirai"\r\n'
    '"yesterday","tcp","61.3.1.2",4717,9829,"IN",23,"mirai","mirai"\r\n'
    '"2026-03-07 00:00:00","tcp","61.3.1.2",4717,9829,"INDIA",23,"mirai","mirai"\r\n'
)


def test_shadowservers_own() -> None:
    """A report with fewer columns and other lines is read; lines that are wrong are counted."""
    told = read(SHADOWSERVER.encode(), "shadowserver-darknet")
    [finding] = told.findings

    assert ("61.3.1.2", True, "Shadowserver") == (finding.subject, finding.may_be_spoofed, finding.centre)
    assert {"malformed": 1, "unsound": 1} == told.skips


def test_python() -> None:
    """What reads for us is not imported by what we ship."""
    script = "import sys, noroshi.sharing.formats.catalogue; print({'stix2', 'pymisp', 'xarf', 'intelmq'} & set(sys.modules))"

    assert "set()" == run(sys.executable, "-c", script).strip()
