import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.hashing import mix32, mix64, mix128, unmix32
from noroshi.columns.index import ABSENT, enter_rows, enter_rows_at, find_rows, likely_row, slots_for

SEED = np.uint64(7)
KEYS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=100)


@given(KEYS, KEYS)
def test_finds_what_was_entered(entered: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    """Every key that was entered is found at its row, and no other key is found at all."""
    table = list(dict.fromkeys(entered))
    rows = {key: row for row, key in enumerate(table)}
    (hi, lo), (asked_hi, asked_lo) = words(table), words(asked)
    slots = slots_for(len(table))
    enter_rows(slots, hi, lo, 0, len(table), SEED)
    out = np.empty(len(asked), np.int64)
    find_rows(slots, hi, lo, asked_hi, asked_lo, SEED, out)

    assert [rows.get(key, ABSENT) for key in asked] == out.tolist()


def test_a_large_table_is_told_apart_by_few_bits_of_the_hash() -> None:
    """With 200,000 rows, whose slots have 13 bits left for the hash, each key is at its row, and others nowhere."""
    lo = np.random.default_rng(1).permutation(np.arange(400_000, dtype=np.uint64))
    hi, count, out = np.zeros_like(lo), 200_000, np.empty(len(lo), np.int64)
    slots = slots_for(count)
    enter_rows(slots, hi[:count], lo[:count], 0, count, SEED)
    find_rows(slots, hi[:count], lo[:count], hi, lo, SEED, out)

    assert (np.arange(count) == out[:count]).all()
    assert (out[count:] == ABSENT).all()


def test_enters_chosen_rows() -> None:
    """Rows that were not chosen stay unknown."""
    hi, lo = words([(0, 1), (0, 2), (0, 3)])
    slots = slots_for(3)
    enter_rows_at(slots, hi, lo, np.array([0, 2]), SEED)
    out = np.empty(3, np.int64)
    find_rows(slots, hi, lo, hi, lo, SEED, out)

    assert [0, ABSENT, 2] == out.tolist()


def test_likely_row_is_right_for_a_lone_key() -> None:
    """The first slot of the only key names its row; an empty slot names row 0."""
    hi, lo = words([(0, 1), (9, 9)])
    slots = slots_for(2)
    enter_rows_at(slots, hi, lo, np.array([1]), SEED)

    assert 1 == likely_row(slots, mix128(hi[1], lo[1], SEED))
    assert 0 == likely_row(slots_for(2), mix128(hi[0], lo[0], SEED))


@given(st.integers(0, (1 << 32) - 1))
def test_mix32_can_be_undone(value: int) -> None:
    """What mix32 scatters, unmix32 gives back."""
    assert value == unmix32(int(mix32(np.uint32(value))))


@given(st.integers(0, (1 << 64) - 1))
def test_mix64_is_as_published(value: int) -> None:
    """mix64 is SplitMix64's output function, written plainly."""
    word, mask = value, (1 << 64) - 1
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & mask
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & mask

    assert word ^ (word >> 31) == int(mix64(np.uint64(value)))


def words(keys: list[tuple[int, int]]) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint64]], ...]:
    """Give keys as two columns."""
    both = np.array(keys, np.uint64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
