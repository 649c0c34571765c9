"""What is remembered is what was computed, also where numbers collide or find no room."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.hash_memory import HashMemory

_BATCHES = st.lists(st.sets(st.integers(1, 40) | st.integers(1, 2**62), max_size=12), max_size=6)


def _hash(code: int) -> bytes:
    return f"{code % 10**12:012d}".encode()


@given(_BATCHES)
def test_a_number_is_found_with_its_own_hash_or_not_at_all(batches: list[set[int]]) -> None:
    memory, known = HashMemory(bits=5), set[int]()
    for batch in batches:
        codes = np.array(sorted(batch), dtype=np.int64)
        places = memory.find(codes)
        assert set(codes[places >= 0].tolist()) == known & batch
        assert [bytes(one) for one in memory.hashes(places[places >= 0])] == [
            _hash(code) for code in codes[places >= 0].tolist()
        ]
        new = codes[places < 0]
        memory.add(new, np.array([_hash(code) for code in new.tolist()], dtype="S12"))
        known |= set(new[memory.find(new) >= 0].tolist())
    assert len(known) == min(len(set().union(*batches)), 16)
