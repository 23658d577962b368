import numpy as np

from noroshi.columns.kernel import kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.schema import I64, U8, Whole


@kernel
def total(numbers: I64, others: U8, ahead: Whole) -> Whole:
    found = 0
    for i in range(len(numbers)):
        prefetch(numbers, i + ahead)
        prefetch(others, i + ahead)
        found += numbers[i]
    return found


def test_asking_for_what_is_not_there_does_nothing() -> None:
    """Asked for elements within an array, behind its end or far from it, a kernel goes on as if it had not asked."""
    numbers, others = np.arange(1000), np.zeros(0, np.uint8)

    assert [499_500] * 3 == [total(numbers, others, ahead) for ahead in (8, 1000, 1 << 40)]
