"""Nothing above a reader's clearance leaves: not a byte that is derived from it, in no form."""

from ipaddress import IPv6Address, ip_address, ip_network
from random import Random

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.clock import DAY
from noroshi.detections.model import Tally
from noroshi.indications.model import begun
from noroshi.organisations.model import Marking, Organisation
from noroshi.sharing.answer import Answer
from noroshi.sharing.answers import answer_of
from noroshi.sharing.finding import Finding, Level
from noroshi.sharing.marks import Field, FieldMark, Mark, thing_of
from noroshi.sharing.policy import Rule, decide
from noroshi.sharing.redaction import counted, prefix_around, redacted
from noroshi.sharing.releases import Released, approved, asked
from noroshi.sharing.sign import Sign, sign_of
from noroshi.sharing.stix.writing import write_answers, write_signs
from tests.alerts.stories import NOON
from tests.indications.signs import sign
from tests.sharing.forms import encodings, holds, networks
from tests.sharing.stories import DARK, FINDINGS, alerted, reader

ADDRESSES = st.one_of(
    # From so high that no encoding of one is so short that it meets others by accident.
    st.integers(100 << 24, (1 << 32) - 1).map(ip_address),
    st.integers(0x2000 << 112, (0x3FFF << 112) + (1 << 80)).map(IPv6Address),
).map(str)
NAMES = st.text("qxzjvkwQXZJVKW", min_size=6, max_size=12)
SENTENCES = st.sampled_from(
    [
        "{subject} sent 50 packets to 30 dark addresses of others.",
        "{subject} sent 50 packets to {dark}.",
        "{member} has an infected machine, {subject}.",
        "{name} was told: {subject} scans.",
        "{holding} is busy: {subject} scans, as alert {alert} says.",
        "{subject} in {prefix} scans.",
    ]
)
FIELDS = st.just(()) | st.dictionaries(st.sampled_from(Field), st.sampled_from(list(Marking)[2:])).map(
    lambda fields: tuple(FieldMark(*each) for each in fields.items())
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Alert, Organisation]:
    """An alert of somebody's, whose sentence may name what nobody may know."""
    subject, member, name = draw(ADDRESSES), draw(NAMES), draw(NAMES)
    prefix = prefix_around(subject)
    assume(subject != prefix.partition("/")[0])
    holding = str(ip_network(f"{subject}/{29 if ':' not in subject else 64}", strict=False))
    why = draw(SENTENCES).format(
        subject=subject,
        member=member,
        name=name,
        holding=holding,
        prefix=prefix,
        dark=DARK[0],
        alert="A-7QX3M2K",
    )
    alert = alerted(subject, why, outcome=draw(st.sampled_from([None, *Outcome])))
    return replace(alert, organisation=member, holding=holding), Organisation(member, name)


@settings(max_examples=500)
@given(stories(), st.sampled_from(Level), FIELDS, st.sampled_from(Marking))
def test_redacted(
    story: tuple[Alert, Organisation], level: Level, fields: tuple[FieldMark, ...], clearance: Marking
) -> None:
    """At every level, whatever fields are hidden, what the level does not let out is in no form in what is encoded."""
    alert, holder = story
    mark = Mark(fields=fields)
    hidden = mark.hidden(clearance)
    full = replace(FINDINGS.of(alert, holder, mark=mark), asn=64511, country="XZ")
    encoded = msgspec.json.encode(redacted(full, level, hidden))

    nobodys = (
        alert.id,
        alert.id[2:],
        holder.id,
        holder.name,
        alert.holding,
        *alert.detection.partition.split(),
    )
    assert [] == holds(encoded, (each.encode() for each in nobodys))
    assert [] == [dark for dark in DARK if holds(encoded, encodings(dark))]
    if level is not Level.FULL or Field.SUBJECT in hidden:
        assert [] == holds(encoded, encodings(alert.subject))
    if level not in {Level.FULL, Level.PREFIX} or Field.SUBJECT in hidden:
        assert [] == holds(encoded, networks(alert.subject))
    if level is Level.COUNTS or hidden & {Field.SUBJECT, Field.NETWORK}:
        assert [] == holds(encoded, iter((b"64511", b'"xz"')))
    for field, secret in {
        Field.PORTS: b'"port":2323',
        Field.LABELS: b"mirai",
        Field.NUMBERS: b'"rate":2.5',
    }.items():
        if level is Level.COUNTS or field in hidden:
            assert secret not in encoded
    assert (level is Level.COUNTS) == (full.id.encode() not in encoded)


@given(
    stories(),
    st.sampled_from(Marking),
    FIELDS,
    st.sampled_from(Marking),
    st.sampled_from(Level),
    st.none() | st.sampled_from(Level),
)
def test_decided(  # Hypothesis gives each by its place
    story: tuple[Alert, Organisation],
    marking: Marking,
    fields: tuple[FieldMark, ...],
    clearance: Marking,
    level: Level,
    told: Level | None,
) -> None:
    """Whatever has been released, what is marked above a reader's clearance is not told; but what was told is withdrawn."""
    alert, holder = story
    mark = Mark(marking, fields=fields, by="aki")
    thing, to = thing_of(alert, mark, is_shareable=True), reader(clearance)
    release = asked(Released("infection"), to.id, level, "x", "mika", NOON, NOON + 1_000)
    decision = decide(thing, to, [approved(release, "kei", NOON)], told, NOON)

    if decision.rule is Rule.WITHDRAWN:
        assert told is decision.level
    elif not clearance.admits(marking):
        assert decision.level in {None, Level.COUNTS}
        assert decision.level is None or not Marking.AMBER.rank < marking.rank
    for name in (holder.name, alert.subject):
        assert name not in decision.reason


@given(st.lists(stories(), min_size=1, max_size=5), st.randoms())
def test_counts(told: list[tuple[Alert, Organisation]], chance: Random) -> None:
    """Counts are the same in whatever order, and hold nothing of any that they count."""
    full: list[Finding] = [FINDINGS.of(alert, holder) for alert, holder in told]
    shuffled = list(full)
    chance.shuffle(shuffled)
    counts = counted(full)
    encoded = msgspec.json.encode(counts)

    assert counted(shuffled) == counts
    assert len(full) == sum(each.count for each in counts)
    for alert, holder in told:
        assert [] == holds(encoded, encodings(alert.subject))
        assert [] == holds(encoded, networks(alert.subject))
        assert [] == holds(encoded, (each.encode() for each in (alert.id, holder.id, holder.name)))


@given(
    stories(),
    st.sampled_from(Marking),
    FIELDS,
    st.sampled_from(AlertState),
    NAMES,
    NAMES,
    st.integers(NOON, NOON + DAY),
)
def test_answered(  # Hypothesis gives each by its place
    story: tuple[Alert, Organisation],
    marking: Marking,
    fields: tuple[FieldMark, ...],
    state: AlertState,
    who: str,
    note: str,
    at: int,
) -> None:
    """Whoever is answered is told the state, the outcome and the moment: nothing of the alert, and no word of who dealt with it."""
    alert, holder = story
    outcome = alert.outcome or Outcome.CLEANED if state is AlertState.RESOLVED else None
    told = replace(alert.detection, source="Teller", reference="a finding")
    alert = replace(alert, detection=told, state=state, outcome=outcome, assignee=who, version=3)
    line = Entry(alert.id, at, at, Deed.RESOLVED, who, state, outcome, note, version=3)
    answer = answer_of(alert, line, Mark(marking, fields=fields, by=who), "Our Centre")
    written = b"".join(each.json for each in write_answers([answer] if answer else []))
    nobodys = (alert.id, alert.id[2:], holder.id, holder.name, alert.holding, who, note, alert.kind)

    assert (answer is None) == (outcome is Outcome.QUIET)
    assert [] == holds(written, (each.encode() for each in nobodys))
    assert [] == holds(written, encodings(alert.subject)) + holds(written, networks(alert.subject))
    for secret in (b"2323", b"mirai", b"64511", b"50 packets"):
        assert secret not in written


@given(stories())
def test_signs(story: tuple[Alert, Organisation]) -> None:
    """Whatever an indication's evidence and sentences name, no byte of a sign is derived from it: at no level is there anything to hide."""
    alert, holder = story
    rising = sign(first=NOON)
    evidence = replace(
        rising.evidence,
        tallies=(*alert.detection.evidence.tallies, Tally("sources", ((alert.subject, 9),))),
        labels=alert.detection.evidence.labels,
        samples=({"source": alert.subject, "member": holder.name, "holding": alert.holding},),
    )
    why = f"{alert.detection.why} {alert.subject} of {holder.name}, as alert {alert.id} says."
    confidence = replace(rising.confidence, supports=(why,), against=(holder.id,))
    told = replace(rising, evidence=evidence, why=why, confidence=confidence, partition=alert.holding)
    found = sign_of(begun(told), "Our Centre", Marking.GREEN)
    assert found is not None
    written = b"".join(each.json for each in write_signs([found]))
    nobodys = (alert.id, holder.id, holder.name, alert.holding)

    assert [] == holds(written, (each.encode() for each in nobodys))
    assert [] == holds(written, encodings(alert.subject)) + holds(written, networks(alert.subject))
    assert [] == [dark for dark in DARK if holds(written, encodings(dark))]
    assert b"mirai" not in written
    assert sign_of(replace(begun(told), subject=alert.subject), "Our Centre", Marking.GREEN) is None


def test_nothing_else_in_a_sign() -> None:
    """A sign has a place for a port, moments and numbers, and for no text but names of centres and kinds: whoever adds one thinks of this law."""
    texts = {"id", "centre", "marking", "kind", "port"}
    numbers = {"first", "last", "modified", "sources", "observations", "confidence"}

    assert texts | numbers | {"ended", "withdrawn"} == set(Sign.__struct_fields__)
    assert {"finding", "centre", "by", "marking", "state", "outcome", "at", "version"} == set(
        Answer.__struct_fields__
    )
