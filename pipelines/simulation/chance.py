"""Chance without dice: a share of one that depends on the seed and on what is asked, only."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

_BITS = 53


@dataclass(frozen=True)
class Chance:
    """What happens and what does not, the same in whatever order it is asked."""

    seed: int

    def share(self, *about: object) -> float:
        """A number from 0 up to, not including, 1."""
        asked = "|".join(map(str, (self.seed, *about))).encode()
        digest = hashlib.blake2b(asked, digest_size=8).digest()
        return (int.from_bytes(digest, "big") >> (64 - _BITS)) / 2.0**_BITS

    def happens(self, probability: float, *about: object) -> bool:
        """Whether something of this probability happens."""
        return self.share(*about) < probability

    def place(self, shares: Sequence[float], *about: object) -> int:
        """The place of one of several; the last takes what is left of the shares."""
        drawn = self.share(*about)
        for place, share in enumerate(shares[:-1]):
            drawn -= share
            if drawn < 0:
                return place
        return len(shares) - 1

    def number(self, low: int, high: int, *about: object) -> int:
        """A whole number from `low` up to and including `high`."""
        return low + int(self.share(*about) * (high - low + 1))
