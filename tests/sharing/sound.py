"""Any finding, answer and sign that a centre may write."""

from ipaddress import IPv4Address, IPv6Address, ip_network

from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.detections.model import Classification
from noroshi.organisations.model import Marking, Severity
from noroshi.sharing.answer import Answer
from noroshi.sharing.finding import Finding, Level, PortCount
from noroshi.sharing.sign import Sign
from noroshi.sharing.soundness import LARGEST, LATEST

WORDS = st.from_regex(r"[a-z][a-z0-9._+-]{0,12}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
NAMES = TEXTS.filter(bool)
NUMBERS = st.integers(0, LARGEST)
MOMENTS = st.integers(0, LATEST)
ADDRESSES = st.one_of(
    st.integers(0, (1 << 32) - 1).map(IPv4Address), st.integers(0, (1 << 128) - 1).map(IPv6Address)
)
PREFIXES = (
    st.tuples(ADDRESSES, st.integers(0, 32))
    .map(
        lambda given: ip_network(
            (int(given[0]) if given[0].version == 4 else str(given[0]), given[1]), strict=False
        )
    )
    .filter(lambda prefix: prefix.version == 4 or prefix.prefixlen < 96)
)
SUBJECTS = st.one_of(
    st.just(("", "")),
    ADDRESSES.map(lambda address: ("address", str(address))),
    PREFIXES.map(lambda prefix: ("prefix", str(prefix))),
)
CLASSES = st.sampled_from(
    [
        Classification("malicious-code", "infected-system"),
        Classification("information-gathering", "scanner"),
        Classification("availability", "ddos"),
        Classification("availability", "misconfiguration"),
    ]
)
KINDS = st.one_of(
    st.sampled_from(["infection.internal", "infection.external", "dos.victim", "misconfiguration"]), WORDS
)
RATIOS = st.floats(0, 1)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding at any level, with anything that may stand in it."""
    level = draw(st.sampled_from(Level))
    first, last = sorted((draw(MOMENTS), draw(MOMENTS)))
    kind, subject = draw(SUBJECTS)
    outcome = draw(st.one_of(st.none(), st.sampled_from(Outcome)))
    drawn = Finding(
        id=draw(NAMES),
        centre=draw(NAMES),
        level=level,
        marking=draw(st.sampled_from(Marking)),
        kind=draw(KINDS),
        classification=draw(CLASSES),
        severity=draw(st.sampled_from(Severity)),
        subject_kind=kind,
        subject=subject,
        asn=draw(st.one_of(st.none(), st.integers(0, (1 << 32) - 1))),
        country=draw(st.sampled_from(["", "JP", "DE"])),
        count=draw(st.integers(1, 1000)) if level is Level.COUNTS else 1,
        first=first,
        last=last,
        ended=draw(st.booleans()),
        observations=draw(NUMBERS),
        rate=draw(st.floats(0, 1e12)),
        ports=tuple(
            PortCount(*each)
            for each in draw(
                st.lists(
                    st.tuples(st.sampled_from(["tcp", "udp", "icmp"]), st.integers(0, 65535), NUMBERS),
                    max_size=3,
                )
            )
        ),
        labels=tuple(draw(st.lists(st.one_of(st.just("mirai"), WORDS), max_size=3))),
        confidence=draw(RATIOS),
        may_be_spoofed=draw(st.booleans()),
        why=draw(TEXTS),
        state=AlertState.RESOLVED if outcome else draw(st.sampled_from(list(AlertState)[:2])),
        outcome=outcome,
        version=draw(st.integers(0, LARGEST)),
        modified=draw(MOMENTS),
    )
    hidden = {} if level in {Level.FULL, Level.PREFIX} else {"subject": "", "subject_kind": ""}
    return replace(drawn, **hidden)


@st.composite
def signs(draw: st.DrawFn) -> Sign:
    """A sign with anything that may stand in it."""
    first, last, modified = sorted(draw(MOMENTS) for _ in range(3))
    number = st.integers(0, 255)
    port = st.one_of(
        st.integers(0, 65535).map("tcp/{}".format),
        st.integers(0, 65535).map("udp/{}".format),
        st.tuples(number, number).map(lambda given: f"icmp/{given[0]}.{given[1]}"),
    )
    return Sign(
        id=draw(NAMES),
        centre=draw(NAMES),
        marking=draw(st.sampled_from(Marking)),
        kind=draw(WORDS),
        port=draw(port),
        first=first,
        last=last,
        ended=draw(st.booleans()),
        sources=draw(NUMBERS),
        observations=draw(NUMBERS),
        confidence=draw(RATIOS),
        modified=modified,
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer with anything that may stand in it."""
    state = draw(st.sampled_from(AlertState))
    outcome = draw(st.sampled_from(Outcome)) if state is AlertState.RESOLVED else None
    names = draw(NAMES), draw(NAMES), draw(NAMES)
    return Answer(*names, draw(st.sampled_from(Marking)), state, outcome, draw(MOMENTS), draw(NUMBERS))
