import pytest

from noroshi.app import Application
from noroshi.clock import HOUR, SystemClock, iso
from noroshi.indications.logbook import Logbook
from tests.cli.centre import ROSTER, Centre
from tests.delivery.stories import detection
from tests.indications.signs import sign

ABROAD = """\
  - id: cert-abroad
    name: Abroad
    tags: [partner, "group:asia"]
"""
ASK = ("releases", "ask", "--to", "cert-abroad", "--reason", "they ask", "--for", "7d")


@pytest.fixture
def sharing(centre: Centre) -> Centre:
    """Give a centre with a partner."""
    assert 0 == centre("organisations", "import", str(centre.roster(ROSTER + ABROAD, "partners.yaml"))).code
    return centre


@pytest.fixture
def sit_down(monkeypatch: pytest.MonkeyPatch) -> "SitDown":
    """Give a way for another person to come to the terminal."""
    return SitDown(monkeypatch)


class SitDown:
    """Lets somebody sit down at the terminal."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self("mika")

    def __call__(self, name: str) -> None:
        """Let this person be the one who is logged in."""
        self._patch.setenv("LOGNAME", name)


def explained(centre: Centre, alert: str) -> tuple[str | None, str, str]:
    """What of an alert the partner may know: the level, the rule, and the subject that they are told."""
    [decision] = centre("releases", "explain", alert, "--to", "cert-abroad", "--json").objects()
    return decision["level"], decision["rule"], (decision["finding"] or {}).get("subject", "")


def test_two_persons(sharing: Centre, sit_down: SitDown) -> None:
    """One person asks, and nothing leaves; the same cannot approve; another does, and so much leaves; withdrawn, nothing."""
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    before = explained(sharing, alert)
    [release] = sharing(*ASK, "--kind", "infection", "--level", "prefix", "--json").objects()
    with_one = explained(sharing, alert)
    alone = sharing("releases", "approve", release["id"])
    sit_down("kei")
    [approved] = sharing("releases", "approve", release["id"].lower(), "--json").objects()
    with_two = explained(sharing, alert)
    sharing("releases", "withdraw", release["id"])

    assert ("counts", "unreleased", "") == before
    assert ("counts", "second-person", "") == with_one
    assert 6 == alone.code
    assert "needs another person than mika" in alone.err
    assert ("approved", "mika", "kei") == (approved["state"], approved["asked_by"], approved["decided_by"])
    assert ("prefix", "released", "192.0.2.0/24") == with_two
    assert before == explained(sharing, alert)


def test_audited(sharing: Centre, sit_down: SitDown) -> None:
    """Each deed is in the audit, and that somebody tried to approve what they asked for."""
    [alert] = sharing.alerted()
    [release] = sharing(*ASK, "--alert", alert, "--level", "full", "--json").objects()
    sharing("releases", "approve", release["id"])
    sit_down("kei")
    sharing("releases", "refuse", release["id"])
    sharing("alerts", "mark", alert, "--as", "red")
    lines = sharing("audit", "--json").objects()

    assert [
        ("kei", "mark", alert, "done"),
        ("kei", "refuse-release", release["id"], "done"),
        ("mika", "approve-release", release["id"], "refused"),
        ("mika", "ask-release", release["id"], "done"),
    ] == [(each["who"], each["what"], each["about"], each["outcome"]) for each in lines[:4]]
    assert f"alert {alert}, full, to cert-abroad" in lines[3]["note"]


def test_mark(sharing: Centre, sit_down: SitDown) -> None:
    """A mark says how far an alert may go, field by field; who marks it milder is one of the two persons."""
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    sharing("alerts", "mark", alert, "--as", "green")
    sharing(*ASK, "--alert", alert, "--level", "full")
    alone = explained(sharing, alert)
    sit_down("kei")
    [marked] = sharing("alerts", "mark", alert, "--as", "green", "--field", "subject=red", "--json").objects()
    hidden = explained(sharing, alert)
    sharing("alerts", "mark", alert, "--as", "red")
    shown = " ".join(sharing("alerts", "show", alert).out.split())

    assert "marked red, by kei" in shown
    assert ("counts", "second-person", "") == alone
    assert ("green", {"subject": "red"}, "kei") == (marked["marking"], marked["fields"], marked["by"])
    assert ("full", "released", "") == hidden
    assert (None, "clearance", "") == explained(sharing, alert)


def test_embargo(sharing: Centre) -> None:
    """Under an embargo not even that there is something is told, and the reason is said to who asks here."""
    [alert] = sharing.alerted()
    later = iso(SystemClock().now() + HOUR)
    sharing("alerts", "mark", alert, "--as", "amber", "--embargo", later, "--group", "asia")
    kept = explained(sharing, alert)
    said = sharing("releases", "explain", alert, "--to", "cert-abroad").out

    assert (None, "embargo", "") == kept
    assert f"{alert}  nothing to cert-abroad: It is under embargo until {later}.\n" == said


def test_own(sharing: Centre) -> None:
    """Who holds the subject may know all of it without a release."""
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    said = sharing("releases", "explain", alert, "--to", "example").out

    assert f"{alert}  full to example: example holds what it is about." in said
    assert "192.0.2.17" in said


def test_listed(sharing: Centre) -> None:
    """The list has what stands; with --all also what is over."""
    nothing = sharing("releases", "list").out
    sharing(*ASK, "--kind", "dos", "--level", "network")
    [release] = sharing("releases", "list", "--json").objects()
    table = sharing("releases", "list").out
    sharing("releases", "refuse", release["id"])

    assert "No releases that stand.\n" == nothing == sharing("releases", "list").out
    assert ("asked", {"kind": "dos", "organisation": "", "alert": "", "indication": ""}) == (
        release["state"],
        release["what"],
    )
    assert "kind dos" in table
    assert ["refused"] == [each["state"] for each in sharing("releases", "list", "--all", "--json").objects()]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--level", "full"], 2, "a release of everything is refused"),
        (["--level", "counts", "--kind", "dos"], 2, "counts need no release"),
        (["--level", "full", "--kind", "dos", "--to", "nobody"], 5, "nobody"),
        (["--level", "full", "--kind", "dos", "--to", "group:nobody"], 5, "nobody is in a group"),
        (["--level", "full", "--organisation", "nobody"], 5, "nobody"),
        (["--level", "full", "--alert", "A-0000000"], 5, "A-0000000"),
        (["--level", "full", "--kind", "dos", "--for", "53w"], 2, "within a year"),
        (["--level", "full", "--kind", "dos", "--reason", " "], 2, "needs a reason"),
    ],
)
def test_refused(words: list[str], code: int, said: str, sharing: Centre) -> None:
    """A release of everything, of or to nobody, of counts, without end or reason is refused and not written."""
    given = dict(zip(ASK[2::2], ASK[3::2], strict=True)) | dict(zip(words[::2], words[1::2], strict=True))
    told = sharing("releases", "ask", *(word for pair in given.items() for word in pair))

    assert (code, "") == (told.code, told.out)
    assert said in told.err
    assert [] == sharing("releases", "list", "--all", "--json").objects()


@pytest.mark.parametrize("field", ["subject", "subject=pink", "holder=red", "subject=green"])
def test_bad_field(field: str, sharing: Centre) -> None:
    """A field that is none, or would be milder than the whole, is refused."""
    [alert] = sharing.alerted()

    assert 2 == sharing("alerts", "mark", alert, "--as", "amber", "--field", field).code


def test_tally(sharing: Centre) -> None:
    """What was decided is counted by partner, level and rule, once for each alert however often a partner asks."""
    nothing = sharing("releases", "tally").out
    ids = sharing.alerted(detection(subject="192.0.2.17"), detection(subject="192.0.2.18"))
    with Application.open(sharing.home, SystemClock()) as application:
        partner, outlet = application.organisations.get("cert-abroad"), application.outlet()
        alerts = [application.alerts.get(each) for each in ids]
        assert [] == [*outlet.let_out(partner, alerts), *outlet.let_out(partner, alerts)]

    assert "Nothing was decided yet.\n" == nothing
    tally = {"to": "cert-abroad", "level": "counts", "rule": "unreleased", "alerts": 2, "indications": 0}
    assert [tally] == sharing("releases", "tally", "--json").objects()
    assert 2 == len(sharing("audit", "--what", "share", "--json").objects())


def test_indication(sharing: Centre, sit_down: SitDown) -> None:
    """A single indication is released by one person, for it is green; no other one leaves with it; it is explained and counted as alerts are."""
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    with Application.open(sharing.home, SystemClock()) as application:
        logbook = Logbook(application.indications, ["port.rising"])
        one, other = (logbook.conclude([sign(port)])[0] for port in ("tcp/23", "tcp/7547"))
    sit_down("mika")
    before = explained_sign(sharing, one.id)
    release = sharing(*ASK, "--indication", one.id.lower(), "--level", "network", "--json").objects()[0]
    after = explained_sign(sharing, one.id), explained_sign(sharing, other.id)
    both = sharing("releases", "explain", alert, one.id, "--to", "cert-abroad")
    with Application.open(sharing.home, SystemClock()) as application:
        partner, outlet = application.organisations.get("cert-abroad"), application.sign_outlet()
        told = outlet.let_out(partner, [one, other])

    assert {"kind": "", "organisation": "", "alert": "", "indication": one.id} == release["what"]
    assert (None, "unreleased", "") == before
    assert (("full", "released", "tcp/23"), (None, "unreleased", "")) == after
    assert ["tcp/23"] == [each.port for each in told]
    assert [alert, one.id] == [line.split()[0] for line in both.out.splitlines() if line[:2] in {"A-", "I-"}]
    assert {("full", "released", 0, 1), (None, "unreleased", 0, 1)} == {
        (each["level"], each["rule"], each["alerts"], each["indications"])
        for each in sharing("releases", "tally", "--json").objects()
    }
    assert 5 == sharing(*ASK, "--indication", "I-AAAAAAAA", "--level", "full").code


def explained_sign(centre: Centre, indication: str) -> tuple[str | None, str, str]:
    """What of an indication the partner may know: the level, the rule, and the port that they are told."""
    [decision] = centre("releases", "explain", indication, "--to", "cert-abroad", "--json").objects()
    return decision["level"], decision["rule"], (decision["sign"] or {}).get("port", "")


def test_key_is_kept(sharing: Centre) -> None:
    """The id of a finding is the same each time, and tells nothing of the alert's."""
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    found = {
        sharing("releases", "explain", alert, "--to", "example", "--json").objects()[0]["finding"]["id"]
        for _ in range(2)
    }

    assert 1 == len(found)
    assert alert[2:].lower() not in found.pop()


def test_network(sharing: Centre, sit_down: SitDown) -> None:
    """At the level of networks the AS number and the country are told, as lists in files have them."""
    numbers, countries = sharing.folder / "asn.csv", sharing.folder / "country.csv"
    numbers.write_text("192.0.2.0,192.0.2.255,64500,Example\n", "utf-8")
    countries.write_text("192.0.2.0,192.0.2.255,NL\n", "utf-8")
    settings = sharing.home.settings.read_text("utf-8")
    for name, path in (("announcements", numbers), ("countries", countries)):
        assert f"#{name} = []" in settings
        settings = settings.replace(f"#{name} = []", f'{name} = ["{path}"]')
    sharing.home.settings.write_text(settings, "utf-8")
    [alert] = sharing.alerted(detection(subject="192.0.2.17"))
    [release] = sharing(*ASK, "--kind", "infection", "--level", "network", "--json").objects()
    sit_down("kei")
    sharing("releases", "approve", release["id"])
    [decision] = sharing("releases", "explain", alert, "--to", "cert-abroad", "--json").objects()

    assert ("", 64500, "NL") == tuple(decision["finding"][name] for name in ("subject", "asn", "country"))
