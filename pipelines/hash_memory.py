"""Hashes that a process has computed before: the same people come in every batch and month.

A table in memory alone, of whole numbers and their hashes: 40 bytes a person where it is half full,
more are not remembered. Numbers are told apart exactly.
"""

from __future__ import annotations

from typing import Final

import numpy as np

_HASH_CHARACTERS: Final = 12
_SPREAD: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
"""Odd, and of no pattern: numbers that resemble each other land far apart (Fibonacci hashing)."""
_NOWHERE: Final = -1


class HashMemory:
    """Whole numbers above 0 and the hashes that belong to them."""

    def __init__(self, bits: int = 22) -> None:
        """Room for half of 2 to the power of `bits` numbers."""
        self._size = 1 << bits
        self._shift = np.uint64(64 - bits)
        self._free = self._size // 2
        # Pages of zeros cost nothing until they are written to.
        self._codes = np.zeros(self._size, dtype=np.int64)
        self._hashes = np.zeros(self._size, dtype=f"S{_HASH_CHARACTERS}")

    def find(self, codes: np.ndarray) -> np.ndarray:
        """The places of codes, -1 where one is not remembered."""
        found, _ = self._walk(codes)
        return found

    def hashes(self, places: np.ndarray) -> np.ndarray:
        """The hashes at places, as fixed bytes."""
        found: np.ndarray = self._hashes[places]
        return found

    def add(self, codes: np.ndarray, hashes: np.ndarray) -> None:
        """Remember numbers, each once and none known before; what finds no room is forgotten."""
        codes, hashes = codes[: self._free], hashes[: self._free]
        self._free -= len(codes)
        while len(codes):
            _, ends = self._walk(codes)
            # Several may end at one free place: the one that is there then has it.
            self._codes[ends] = codes
            has_place = self._codes[ends] == codes
            self._hashes[ends[has_place]] = hashes[has_place]
            codes, hashes = codes[~has_place], hashes[~has_place]

    def _walk(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where codes stand (-1: nowhere), and where the search for each ended."""
        ends = ((codes.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)
        seen = self._codes[ends]
        walking = np.flatnonzero((seen != codes) & (seen != 0))
        while len(walking):
            ends[walking] = (ends[walking] + 1) % self._size
            seen[walking] = self._codes[ends[walking]]
            walking = walking[(seen[walking] != codes[walking]) & (seen[walking] != 0)]
        return np.where(seen == codes, ends, _NOWHERE), ends
