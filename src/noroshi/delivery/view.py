"""A message, cut into the pieces of text that its layouts put on a page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Reason
from noroshi.clock import SECOND
from noroshi.delivery.message import SUMMARY, Message, Telling
from noroshi.delivery.washing import washed_through
from noroshi.delivery.words import Words, words_of
from noroshi.detections.guide import HEADINGS, Guide, Section
from noroshi.detections.masking import masked
from noroshi.detections.model import SENSOR, Label, Measure, Tally

DETAILED = 20
"""Alerts that are told in detail; of the others a row of the table is left, and the JSON."""
SOURCE_PORTS = "source ports"
"""The tally that tells machines behind one address apart; it stands with the address."""
NO_CHANCE = 1e-9
"""Below this, a probability is not worth its digits."""


class Row(NamedTuple):
    """A title and what stands beside it."""

    title: str
    value: str


class Help(NamedTuple):
    """A guide, as far as it belongs into a message: how to confirm, and how to clean up."""

    title: str
    parts: Sequence[tuple[str, Sequence[str]]]
    """Heading and steps."""
    edition: str


class Details(NamedTuple):
    """All about one alert."""

    alert: str
    headline: str
    heading: str
    which: Sequence[Row]
    seen: Sequence[Row]
    labels: Sequence[str]
    confidence: str
    supports: Sequence[str]
    against: Sequence[str]
    samples: Sequence[Mapping[str, str]]
    rule: str
    why: str


class View(NamedTuple):
    """All that a layout shows, washed, in the contact's language and time zone."""

    language: str
    subject: str
    greeting: str
    lead: str
    todo: str
    overview: Sequence[tuple[str, ...]]
    """A table with its heading; empty if there is one alert."""
    details: Sequence[Details]
    left_out: str
    help: Sequence[Help]
    answer: str
    machine_readable: str
    repeat: str


def view(message: Message) -> View:
    """Cut a message into pieces."""
    clean = msgspec.convert(washed_through(msgspec.to_builtins(message)), Message)
    words = words_of(clean.contact.language)
    told = clean.tellings
    lead, advice = _lead(clean, words)
    return View(
        language=clean.contact.language,
        subject=_subject(clean, words),
        greeting=words.lines["greeting"].format(
            organisation=clean.organisation_name or clean.organisation, centre=clean.centre.name
        ),
        lead=lead,
        todo=words.lines["todo"].format(advice=advice),
        overview=_overview(clean, words) if len(told) > 1 else (),
        details=[_details(telling, clean, words) for telling in told[:DETAILED]],
        left_out=words.lines["left_out"].format(count=len(told) - DETAILED) if len(told) > DETAILED else "",
        help=[_help(guide, words) for guide in clean.guides],
        answer=words.lines["answer"].format(answer_to=clean.centre.answer_to or words.lines["this_message"]),
        machine_readable=words.lines["machine_readable"],
        repeat=words.lines["repeat"].format(key=clean.key),
    )


def _help(guide: Guide, words: Words) -> Help:
    headings = HEADINGS[guide.language]
    return Help(
        title=guide.title,
        parts=[(headings[part], guide.sections[part]) for part in (Section.CONFIRM, Section.CLEAN)],
        edition=words.lines["guide"].format(topic=guide.topic, version=guide.version, date=guide.date),
    )


def headline(telling: Telling, message: Message) -> str:
    """Say what happened, or that it has ended, in one sentence of the contact's language."""
    words = words_of(message.contact.language)
    kind = words.kind(telling.alert.kind)
    values = _values(telling, message, words)
    if telling.reasons[-1] is Reason.ENDED:
        return kind.ended.format(**values)
    try:
        return kind.headline.format(**values)
    except KeyError:  # an older detection of this kind lacks a measure that we speak of
        return words.kind("").headline.format(**values)


def _subject(message: Message, words: Words) -> str:
    telling = message.tellings[0]
    many = len(message.tellings) > 1
    if message.kind == SUMMARY:
        form = words.subjects["summary_many" if many else "summary_one"]
    elif _all_ended(message):
        form = words.subjects["ended_many" if many else "ended_one"]
    else:
        form = words.subjects["many" if many else "one"]
    kind = words.kind(telling.alert.kind)
    values = _values(telling, message, words) | {"count": str(len(message.tellings))}
    around = {
        "centre": message.centre.name,
        "severity": words.severities[message.severity],
        "short": (kind.short_many if many else kind.short).format(**values),
        "alert": telling.alert.id,
    }
    return form.format(**values | around)


def _lead(message: Message, words: Words) -> tuple[str, str]:
    """Say what happened, and what to do."""
    lines, telling, count = words.lines, message.tellings[0], len(message.tellings)
    kind = words.kind(telling.alert.kind)
    values = _values(telling, message, words) | {"count": str(count)}
    if message.kind == SUMMARY:
        return lines["summary" if count > 1 else "summary_one"].format(**values), lines["summary_advice"]
    if count == 1:
        lead = headline(telling, message)
    elif _all_ended(message):
        lead = lines["all_ended"].format(**values)
    else:
        lead = kind.many.format(**values)
    return lead, lines["ended_advice"] if _all_ended(message) else _pressing(message, words) + kind.advice


def _pressing(message: Message, words: Words) -> str:
    """Say that nobody has answered, where that is why the contact is told."""
    latest = {telling.reasons[-1] for telling in message.tellings}
    if Reason.ESCALATED in latest:
        return words.lines["escalated"]
    return words.lines["reminder"] if Reason.REMINDER in latest else ""


def _all_ended(message: Message) -> bool:
    return all(telling.reasons[-1] is Reason.ENDED for telling in message.tellings)


def _overview(message: Message, words: Words) -> list[tuple[str, ...]]:
    about = "sensor" if all(_is_of_sensor(telling.alert) for telling in message.tellings) else "machine"
    heading = ("alert", about, "observations", "last", "status")
    rows = [
        (
            telling.alert.id,
            telling.alert.subject,
            _number(telling.alert.detection.evidence.observations),
            _moment(telling.alert.last, ZoneInfo("UTC")),
            _reasons(telling, words),
        )
        for telling in message.tellings
    ]
    return [tuple(words.titles[title] for title in heading), *rows]


def _details(telling: Telling, message: Message, words: Words) -> Details:
    detection = telling.alert.detection
    kind = words.kind(telling.alert.kind)
    try:
        rule = kind.rule.format(**_values(telling, message, words))
    except KeyError:
        rule = ""
    return Details(
        alert=telling.alert.id,
        headline=headline(telling, message),
        heading=words.titles["which_sensor" if _is_of_sensor(telling.alert) else "which"],
        which=_which(telling, message, words),
        seen=_seen(telling.alert, words),
        labels=[_label(label, words) for label in detection.evidence.labels],
        confidence=f"{detection.confidence.score:.0%}",
        supports=[words.sentence(sentence) for sentence in detection.confidence.supports],
        against=[words.sentence(sentence) for sentence in detection.confidence.against],
        samples=[
            {words.samples.get(name, name): str(value) for name, value in sample.items()}
            for sample in masked(detection).evidence.samples
        ],
        rule=rule,
        why=detection.why,
    )


def _is_of_sensor(alert: Alert) -> bool:
    return alert.subject_kind == SENSOR


def _which(telling: Telling, message: Message, words: Words) -> list[Row]:
    alert, titles, zone = telling.alert, words.titles, message.contact.time_zone
    evidence = alert.detection.evidence
    subject = words.lines["spoofed"] if alert.detection.may_be_spoofed else "{subject}"
    state = words.lines["episodes"] if alert.episodes > 1 else "{state}"
    rows = [
        Row(titles["sensor" if _is_of_sensor(alert) else "address"], subject.format(subject=alert.subject)),
        Row(titles["holding"], alert.holding),
        Row(titles["first"], _moments(evidence.first, zone)),
        Row(titles["last"], _moments(evidence.last, zone)),
    ]
    rows += [
        Row(titles["source_ports"], _tally(tally, words))
        for tally in evidence.tallies
        if tally.name == SOURCE_PORTS
    ]
    return [
        *rows,
        Row(titles["alert"], alert.id),
        *([Row(titles["page"], f"{message.console}/alerts/{alert.id}")] if message.console else []),
        Row(titles["status"], _reasons(telling, words)),
        Row(titles["severity"], words.severities[alert.severity]),
        *([Row(titles["classification"], telling.classification)] if telling.classification else []),
        Row(titles["state"], state.format(state=words.states[alert.state], episodes=alert.episodes)),
    ]


def _seen(alert: Alert, words: Words) -> list[Row]:
    evidence = alert.detection.evidence
    rows = [_measure(measure, words) for measure in evidence.measures]
    if evidence.rate:
        rate = words.lines["a_second"].format(rate=f"{evidence.rate:,.3g}")
        rows.append(Row(words.titles["rate"], rate))
    tallies = (tally for tally in evidence.tallies if tally.name != SOURCE_PORTS)
    return rows + [Row(words.tallies.get(tally.name, tally.name), _tally(tally, words)) for tally in tallies]


def _measure(measure: Measure, words: Words) -> Row:
    unit = words.units.get(measure.unit, measure.unit)
    value = f"{_measured(measure, words)} {unit}".rstrip()
    if measure.threshold is not None:
        threshold = f"{_number(measure.threshold)} {unit}".rstrip()
        value = words.lines["at_least"].format(value=value, threshold=threshold)
    return Row(words.measures.get(measure.name, measure.name), value)


def _measured(measure: Measure, words: Words) -> str:
    value = _number(measure.value)
    return value if measure.exact else words.lines["about"].format(value=value)


def _tally(tally: Tally, words: Words) -> str:
    counted = [
        words.lines["counted"].format(thing=thing, count=_number(count)) for thing, count in tally.counts
    ]
    return words.lines["joined"].join(counted if tally.complete else [*counted, words.lines["and_more"]])


def _label(label: Label, words: Words) -> str:
    return words.lines["chance"].format(
        name=label.name,
        matches=_number(label.matches),
        of=_number(label.of),
        chance=words.lines["no_chance"] if label.chance < NO_CHANCE else f"{label.chance:.1g}",
        sentence=words.sentence(label.sentence),
    )


def _reasons(telling: Telling, words: Words) -> str:
    return words.lines["joined"].join(words.reasons[reason] for reason in telling.reasons)


def _values(telling: Telling, message: Message, words: Words) -> dict[str, str]:
    """Give what the wording of kinds may speak of: the subject, and each measure with its threshold."""
    alert = telling.alert
    values = {}
    for measure in alert.detection.evidence.measures:
        name = measure.name.replace(" ", "_")
        values[name] = _measured(measure, words)
        if measure.threshold is not None:
            values[f"{name}_threshold"] = _number(measure.threshold)
    return values | {
        "subject": alert.subject,
        "kind": alert.kind,
        "sentence": words.sentence(telling.sentence),
        "last": _moments(alert.last, message.contact.time_zone),
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _moment(moment: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(moment // SECOND, zone):%Y-%m-%d %H:%M:%S}"


def _moments(moment: int, zone_name: str) -> str:
    """Write a moment in UTC and in the contact's own time."""
    utc = f"{_moment(moment, ZoneInfo('UTC'))} UTC"
    local = datetime.fromtimestamp(moment // SECOND, ZoneInfo(zone_name))
    same = not local.utcoffset()
    return utc if same else f"{utc} = {local:%Y-%m-%d %H:%M:%S %Z}"
