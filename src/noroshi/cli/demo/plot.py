"""What came when: observations as bars, alerts as marks under them."""

from collections.abc import Mapping, Sequence
from typing import Final

from noroshi.clock import SECOND, iso

BARS: Final = " ▁▂▃▄▅▆▇█"
HEIGHT: Final = 4
"""Lines of bars; each line has eight steps."""


def plot(seen: Mapping[int, int], alerts: Sequence[int], width: int) -> list[str]:
    r"""Draw a plot of a watch.

    Parameters
    ----------
    seen
        Second of the data's time -> observations.
    alerts
        When alerts were opened, ns UTC.
    width
        Columns.

    Returns
    -------
    list of str
        Lines: bars, a mark for each alert (a figure where several fall together), and the times.

    Examples
    --------
    >>> print("\n".join(plot({0: 2, 1: 4, 2: 8}, [SECOND], width=3)[-3:]))
    ███
     ▲
    00:00:00
    """
    if not seen:
        return []
    first, last = min(seen), max(seen)
    step = max(1, -(-(last - first + 1) // width))
    columns = (last - first) // step + 1
    counts, marks = [0] * columns, [0] * columns
    for second, count in seen.items():
        counts[(second - first) // step] += count
    for moment in alerts:
        marks[min(max((moment // SECOND - first) // step, 0), columns - 1)] += 1
    most = max(counts)
    heights = [round(count * HEIGHT * 8 / most) for count in counts]
    lines = [
        "".join(BARS[min(max(height - 8 * level, 0), 8)] for height in heights).rstrip()
        for level in reversed(range(HEIGHT))
    ]
    lines.append(
        "".join(" " if not mark else "▲" if mark == 1 else str(min(mark, 9)) for mark in marks).rstrip()
    )
    begin, end = iso(first * SECOND)[11:19], iso((last + 1) * SECOND)[11:19]
    lines.append(f"{begin}{end:>{columns - len(begin)}}" if columns > 2 * len(begin) else begin)
    return lines
