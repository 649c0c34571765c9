"""Workbooks with a password, as Excel writes them today (agile encryption), but quick to open.

Excel hashes a password a hundred thousand times and says so in the file; how often matters to
whoever guesses, not to what is read. `tests/ingest/test_locked_workbooks.py` opens one of as many
rounds as Excel's.
"""

import io

from msoffcrypto.method.ecma376_agile import ECMA376Agile

ROUNDS = 1_000


def locked_with(password: str, content: bytes) -> bytes:
    """Return a workbook's bytes behind a password."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(content), spin_count=ROUNDS))
