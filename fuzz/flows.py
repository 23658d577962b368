"""Garbage for the reader of NetFlow and IPFIX, and for what makes packets of it; templates outlive their datagram."""

import sys

from _driver import ROOT, fuzz
from noroshi.cyber.sources.flows.exporters import Exporters
from noroshi.cyber.sources.flows.receiver import in_columns
from noroshi.cyber.sources.flows.record import AHEAD, LONGEST
from noroshi.cyber.sources.flows.unfolding import MOST, Unfolder

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.cyber.sources.flows.exports import (  # after the line above
    DESTINATION,
    DESTINATION_6,
    FIRST,
    ICMP,
    LAST,
    PROTOCOL,
    SENT,
    SOURCE,
    SOURCE_6,
    SYN,
    Record,
    as_set,
    both,
    ipfix,
    options_template,
    v5,
    v9,
)

NOW = SENT * 1_000_000_000

_UNTIMED = {element: value for element, value in SYN.items() if element not in {FIRST, LAST}}
_RECORDS: tuple[Record, ...] = (
    SYN,
    {**_UNTIMED, 152: SENT * 1000 - 9, 153: SENT * 1000},
    {**_UNTIMED, 154: (SENT + 2_208_988_800) << 32, 157: 1 << 63, ICMP: 0x0800},
    {**_UNTIMED, 158: 77, 159: 5, PROTOCOL: 1, 176: 3, 177: 1},
    {**_UNTIMED, SOURCE: "0.0.0.0", DESTINATION: "0.0.0.0", SOURCE_6: "2001:db8::1", DESTINATION_6: "::1"},
)
_BOOTED: Record = {PROTOCOL: 6, 160: SENT * 1000}
SEEDS = (
    v5(*[SYN] * 3),
    *(v9(*both(256 + number, record), domain=number) for number, record in enumerate(_RECORDS)),
    *(ipfix(*both(256 + number, record, 2), number=number) for number, record in enumerate(_RECORDS)),
    ipfix(options_template(300, list(_BOOTED)), both(300, _BOOTED, 2)[1], *both(301, SYN, 2)),
    v9(*both(256, SYN), *both(257, _RECORDS[1])),
)

_exporters, _unfolder = Exporters(), Unfolder()


def parse(data: bytes) -> None:
    """Read a datagram, and make packets of its flows."""
    flows = _exporters.read(data, "192.0.2.1", NOW)
    if not flows:
        return
    columns = in_columns(flows)
    made = 0
    for batch in _unfolder.unfold(columns):
        made += len(batch.time)
        assert (batch.time[1:] >= batch.time[:-1]).all()
        assert (batch.time >= 0).all()
        assert (batch.time <= NOW + AHEAD).all()
        assert not batch.labels.any()
        assert batch.tcp_flags[batch.protocol == 6].all()
    assert made == sum(min(flow.packets, MOST) for flow in flows)
    assert (columns.last - columns.first <= LONGEST).all()


fuzz(
    parse,
    seeds=SEEDS,
    named=(),
    words=[as_set(256, b""), *(each for record in _RECORDS for each in both(256, record, 2)), SEEDS[0][:24]],
)
