"""Identity numbers: read, check and replace by a keyed hash.

GB 11643-1999: six digits of address, eight of birth date, three of sequence, a check character.
A damaged number is never guessed: it is taken from elsewhere in its row or it stays a problem.
Clean numbers (nearly all rows) pass through integer arithmetic; only the rest is normalised.
"""

import base64
import hashlib
import threading
from datetime import date
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from pipelines.cells import no_problems, without_invisible
from pipelines.hash_memory import HashMemory

_CHECK_CHARACTERS: Final = "0123456789X"
_EARLIEST_BIRTH: Final = 1850_01_01
_QUOTES: Final = "['\"`´‘’‚‛“”„＇＂′″]"
_CARD: Final = r"^[0-9]{17}[0-9X]$"
_CERTIFICATE: Final = r"^([0-9]{17}[0-9X])([1-7])([1-4])(B?[0-9]{1,2})?$"
_EXPONENT: Final = r"^([0-9])\.?([0-9]*)E\+?([0-9]{2})$"
_MISSING: Final = (
    r"^(|[-‐–—―−_/\\|.,。·…?#~]+|0+|无|没有|暂无|无证|无身份证号?|无号|未办理?|空|缺|缺失|不详|不明|未知"
    r"|未填写?|待补充?|待办|\(?NULL\)?|NAN|NONE|N/A|#N/A)$"
)
_CATEGORIES: Final = {
    "1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重",
}  # fmt: skip
_LEFT: Final = (-999, 500 + 64)
"""By how much what a spreadsheet keeps of a number may differ from it: it cuts after fifteen digits
what is typed, and rounds what was computed; at this size its numbers are 64 apart, and 128 from
county 576460 on."""
_HASH_BYTES: Final = 9
"""Nine bytes are twelve base64 characters without padding: 700,000 persons collide with a
chance of one in ten billion."""


def check_character(seventeen_digits: str) -> str:
    """Return the 18th character that belongs to 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(d) << (17 - place) for place, d in enumerate(seventeen_digits))
    return _CHECK_CHARACTERS[(1 - total) % 11]


def _seventeen(numbers: pl.Expr) -> pl.Expr:
    """The first 17 digits as an integer, null where they are not 17 digits.

    A leading zero reads as null here: no county code begins with one.
    """
    first = numbers.str.slice(0, 17).cast(pl.UInt64, strict=False)
    return pl.when(first >= 10**16).then(first)


def _expected_check(seventeen: pl.Expr) -> pl.Expr:
    """The check value 0..10 of 17 digits held as an integer.

    The weights are powers of two: with q_k = n div 10^k the digits' weighted sum is
    n - 4 * (2 q_1 + 4 q_2 + ...), so sixteen divisions replace seventeen slices.
    """
    quotients = (seventeen // 10) * 2
    for k in range(2, 17):
        quotients = quotients + (seventeen // 10**k) * 2**k
    weighted = (seventeen - quotients * 4) % 11
    return (12 - (weighted * 2) % 11) % 11


def _written_check(numbers: pl.Expr) -> pl.Expr:
    last = numbers.str.slice(17, 1)
    return (
        pl.when(last == "X")
        .then(pl.lit(10, pl.UInt64))
        .otherwise(last.cast(pl.UInt64, strict=False))
    )


def _is_birth_date(seventeen: pl.Expr, as_of: date | None) -> pl.Expr:
    """Whether digits 7 to 14 are a day of the calendar, not after the as-of date."""
    born = (seventeen // 1000 % 10**8).cast(pl.UInt32)
    year, month, day = born // 10000, born // 100 % 100, born % 100
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    is_long = (month + month // 8) % 2 == 1
    in_month = (
        (day <= 28)
        | ((day == 29) & ((month != 2) | is_leap))
        | ((day == 30) & (month != 2))
        | ((day == 31) & is_long)
    )
    last = (as_of or date.max).strftime("%Y%m%d")
    in_time = (born >= _EARLIEST_BIRTH) & (born <= int(last))
    return in_time & month.is_between(1, 12) & (day >= 1) & in_month


def _judge(frame: pl.DataFrame, column: str, as_of: date | None) -> pl.DataFrame:
    """Columns `has_check`, `has_birth` (never null) for numbers of 18 characters in `column`."""
    number = pl.col(column)
    judged = frame.lazy().select(
        is_18=number.str.len_bytes() == 18,
        seventeen=_seventeen(number),
        written=_written_check(number),
    )
    return judged.select(
        has_check=(
            pl.col("is_18") & (pl.col("written") == _expected_check(pl.col("seventeen")))
        ).fill_null(value=False),
        has_birth=_is_birth_date(pl.col("seventeen"), as_of).fill_null(value=False),
    ).collect()


def read_identities(
    ids: pl.Series,
    *,
    is_number: pl.Series | None = None,
    certificate_numbers: pl.Series | None = None,
    as_of: date,
) -> pl.DataFrame:
    """Read identity cells as columns id_number (18 characters or null), problem, note (rules).

    `is_number` marks cells that a spreadsheet held as numbers: 18 digits were damaged there.
    `certificate_numbers` (18 + category + grade) give the number where the cell is damaged and
    agrees with them. `as_of` is the last possible day of birth. One row out per cell in.
    """
    frame = pl.DataFrame({"id": ids.cast(pl.String)})
    judged = _judge(frame, "id", as_of)
    clean = judged["has_check"] & judged["has_birth"]
    if is_number is not None:
        clean &= ~is_number.fill_null(value=False)
    result = frame.select(
        id_number=pl.when(clean).then(pl.col("id")),
        problem=pl.lit(None, pl.String),
        note=pl.lit(None, pl.String),
    )
    rest = (~clean).arg_true()
    if len(rest):
        numbers = None if is_number is None else is_number.gather(rest)
        slow = _read_unclean(frame["id"].gather(rest), numbers, as_of)
        result = pl.DataFrame([result[c].scatter(rest, slow[c]) for c in result.columns])
    if certificate_numbers is None:
        return result
    return _compare(result, frame["id"], certificate_numbers, as_of)


def _normalised(cells: pl.Expr) -> pl.Expr:
    return without_invisible(cells.str.replace_all(_QUOTES, "")).str.to_uppercase()


def _read_unclean(ids: pl.Series, is_number: pl.Series | None, as_of: date) -> pl.DataFrame:
    """Read the cells that are not plainly 18 sound characters; columns as read_identities."""
    flags = pl.repeat(value=False, n=len(ids), eager=True) if is_number is None else is_number
    cells = pl.DataFrame({"id": ids, "is_number": flags.fill_null(value=False)})
    cells = cells.select("is_number", shown=_normalised(pl.col("id")).fill_null(""))
    cells = cells.with_columns(text=_without_zero_fraction(_expand_exponent(pl.col("shown"))))
    cells = _with_number(cells)
    cells = cells.hstack(_judge(cells, "number", as_of))
    is_suspect = (
        ~pl.col("has_check")
        | ~pl.col("has_birth")
        | pl.col("is_number")
        | (pl.col("shown") != pl.col("text"))
    )
    suspects = cells.select(is_suspect).to_series().arg_true()
    problems = cells[suspects].select(_problem()).to_series()
    cells = cells.with_columns(problem=no_problems(len(ids)).scatter(suspects, problems))
    sound = pl.col("problem").is_null()
    return cells.select(
        id_number=pl.when(sound).then(pl.col("number")),
        problem="problem",
        note=pl.when(sound).then(_form_note(pl.col("text"))),
    )


def _expand_exponent(text: pl.Expr) -> pl.Expr:
    """Write out 3.70299800101001E+14: at fifteen digits no spreadsheet has lost any yet."""
    digits = text.str.replace(_EXPONENT, "$1$2")
    is_exact = text.str.contains(r"^[0-9]\.[0-9]{14}E\+?14$")
    return pl.when(is_exact).then(digits).otherwise(text)


def _without_zero_fraction(text: pl.Expr) -> pl.Expr:
    return text.str.replace(r"^([0-9]+)\.0+$", "$1")


def _with_number(cells: pl.DataFrame) -> pl.DataFrame:
    """Add `number`: the 18 characters that stand in `text`, or null.

    Fifteen digits are the numbers given before 1999, all of people born in the 1900s.
    """
    text = pl.col("text")
    whole = text.str.slice(0, 6) + "19" + text.str.slice(6)
    is_old = text.str.contains(r"^[0-9]{15}$")
    # A column of its own: as an expression it would be parsed again for each of its digits.
    old = cells.select(seventeen=pl.when(is_old).then(whole).cast(pl.UInt64, strict=False))
    check = pl.lit(_CHECK_CHARACTERS).str.slice(_expected_check(pl.col("seventeen")), 1)
    checks = old.select(check=check)
    return cells.hstack(checks).with_columns(
        number=pl.when(is_old)
        .then(whole + pl.col("check"))
        .when(text.str.contains(_CARD) | text.str.contains(_CERTIFICATE))
        .then(text.str.slice(0, 18))
    )


def _form_note(text: pl.Expr) -> pl.Expr:
    return (
        pl.when(text.str.len_bytes() == 15)
        .then(pl.lit("id_from_15"))
        .when(text.str.len_bytes() > 18)
        .then(pl.lit("id_column_held_certificate"))
    )


def _is_rounded() -> pl.Expr:
    """Whether a spreadsheet has held the number with its fifteen digits of precision.

    Where a fraction `.0` is written, the number went through binary floating point, which
    leaves multiples of 16 or more at this size: such a number's check character proves nothing.
    """
    text, shown = pl.col("text"), pl.col("shown")
    long_number = pl.col("is_number") & text.str.contains(r"^[0-9]{16,}$")
    zeros = text.str.contains(r"^[0-9]{15}0{3,7}$") & ~pl.col("has_check")
    whole = text.str.slice(0, 18).cast(pl.UInt64, strict=False)
    through_float = shown.str.contains(r"^[0-9]{18}\.0+$") & (whole % 16 == 0)
    return long_number | zeros | through_float | text.str.contains(_EXPONENT)


def _problem() -> pl.Expr:
    """The rule that a normalised cell breaks, or null."""
    text = pl.col("text")
    rules = [
        ("id_missing", text.str.contains(_MISSING)),
        ("id_masked", text.str.contains(r"[0-9]") & text.str.contains(r"[*※●]")),
        ("id_rounded", _is_rounded()),
        ("id_check", text.str.contains(r"^[0-9]{17}[A-Z]$") & ~pl.col("has_check")),
        (
            "id_not_resident_card",
            pl.col("number").is_null()
            & text.str.contains(r"[\p{L}]")
            & ~text.str.contains(r"^[0-9]+X$"),
        ),
        ("id_length", pl.col("number").is_null()),
        ("id_check", ~pl.col("has_check")),
        ("id_birth", ~pl.col("has_birth")),
    ]
    return pl.coalesce(pl.when(broken).then(pl.lit(rule)) for rule, broken in rules)


def read_certificates(numbers: pl.Series, *, as_of: date | None = None) -> pl.DataFrame:
    """Read disability certificate numbers: 18 ID + category + grade (+ reissue suffix).

    Columns id_number, disability_category (视力 …), disability_grade (1..4), all null unless the
    number inside is sound, and problem (null where the cell is blank or sound).
    """
    cells = pl.DataFrame({"text": numbers.cast(pl.String)}).select(_normalised(pl.col("text")))
    text = pl.col("text")
    cells = cells.with_columns(number=pl.when(text.str.contains(_CERTIFICATE)).then(text))
    cells = cells.with_columns(pl.col("number").str.slice(0, 18))
    cells = cells.hstack(_judge(cells, "number", as_of))
    is_blank = text.is_null() | text.str.contains(_MISSING)
    is_sound = pl.col("has_check") & pl.col("has_birth")
    is_rounded = text.str.contains(r"^[0-9]{15}0{5,7}(\.0+)?$") | text.str.contains(_EXPONENT)
    problem = (
        pl.when(is_blank | is_sound)
        .then(None)
        .when(is_rounded)
        .then(pl.lit("certificate_rounded"))
        .when(pl.col("number").is_null())
        .then(pl.lit("certificate_form"))
        .otherwise(pl.lit("certificate_check"))
    )
    category = text.str.slice(18, 1).replace_strict(_CATEGORIES, default=None)
    grade = text.str.slice(19, 1).cast(pl.Int32, strict=False)
    return cells.select(
        id_number=pl.when(is_sound).then(pl.col("number")),
        disability_category=pl.when(is_sound).then(category),
        disability_grade=pl.when(is_sound).then(grade),
        problem=problem,
    )


_REPLACEABLE: Final = ("id_missing", "id_masked", "id_rounded", "id_length", "id_check")


def _compare(
    result: pl.DataFrame, ids: pl.Series, certificate_numbers: pl.Series, as_of: date
) -> pl.DataFrame:
    """Take the certificate's number where the cell is damaged and agrees; note a contradiction."""
    held = read_certificates(certificate_numbers, as_of=as_of)["id_number"]
    rows = result.with_columns(held=held)
    damaged = pl.col("problem").is_in(_REPLACEABLE) & pl.col("held").is_not_null()
    rows = rows.with_columns(
        problem=pl.when(_is_rounded_by_chance()).then(pl.lit("id_rounded")).otherwise("problem")
    )
    places = rows.select(damaged).to_series().arg_true()
    shown = pl.DataFrame({"id": ids.gather(places)}).select(_normalised(pl.col("id")))
    asked = zip(rows["problem"].gather(places), shown["id"], held.gather(places), strict=True)
    fits = pl.Series(
        [_agrees(rule, text or "", number) for rule, text, number in asked], dtype=pl.Boolean
    )
    agrees = pl.repeat(value=False, n=len(ids), eager=True).scatter(places, fits)
    differs = (pl.col("id_number") != pl.col("held")).fill_null(value=False)
    return rows.select(
        id_number=pl.when(agrees).then("held").otherwise("id_number"),
        problem=pl.when(~agrees).then("problem"),
        note=pl.when(agrees)
        .then(pl.lit("id_from_certificate"))
        .when(differs)
        .then(pl.lit("id_differs_from_certificate"))
        .otherwise("note"),
    )


def _is_rounded_by_chance() -> pl.Expr:
    """Whether a number ends in 000, has a fitting check character, and is yet another's remains.

    One rounded number in eleven passes the check; only a sound certificate of which it may be what
    a spreadsheet left, cut or rounded, tells.
    """
    number, held = pl.col("id_number"), pl.col("held")
    left = number.str.slice(0, 15).cast(pl.Int64) * 1000
    exact = held.str.slice(0, 17).cast(pl.Int64) * 10
    return number.str.ends_with("000") & (number != held) & (left - exact).is_between(*_LEFT)


def _agrees(problem: str, text: str, number: str) -> bool:
    """Whether what is left of a damaged cell fits a sound number of 18 characters."""
    if problem == "id_missing":
        return True
    if problem == "id_check":
        return text[:17] == number[:17]
    if problem == "id_rounded":
        return _agrees_rounded(text, number)
    if problem == "id_masked":
        return _agrees_masked(text, number)
    return len(text) >= 14 and _stands_in_order(text, number)


def _agrees_rounded(text: str, number: str) -> bool:
    mantissa, _, exponent = text.partition("E")
    exact = int(number[:17] + "0")
    if not exponent:
        return _LEFT[0] <= int(text[:15]) * 1000 - exact <= _LEFT[1]
    digits = mantissa.replace(".", "")
    unit = 10 ** (int(exponent.lstrip("+")) + 1 - len(digits))
    # Within one unit of the last digit shown: some programs cut, some round.
    return len(digits) >= 5 and abs(int(digits) * unit - exact) <= unit


def _agrees_masked(text: str, number: str) -> bool:
    seen = text.replace("※", "*").replace("●", "*")
    head, tail = seen.split("*")[0], seen.split("*")[-1]
    fits = number.startswith(head) and number.endswith(tail)
    return fits and 6 <= len(head) + len(tail) <= len(number)


def _stands_in_order(text: str, number: str) -> bool:
    """Whether the text is the number with some characters lost."""
    rest = iter(number)
    return all(character in rest for character in text)


def hash_identities(ids: pl.Series, key: bytes) -> pl.Series:
    """Replace identity numbers by person ids: 12 characters, the same for the same key.

    urlsafe base64 of BLAKE2b with a 72-bit digest; null stays null. Without the key (at most 64
    bytes) nobody can try all numbers. Each distinct number is hashed once a process.
    """
    texts = ids.cast(pl.String)
    codes = _codes_of(texts)
    if len(codes) == codes.null_count() or codes.null_count() > texts.null_count():
        return _hash_texts(texts, key)
    if not codes.null_count():
        return _hash_numbers(texts, codes.to_numpy(), key)
    named = codes.is_not_null().arg_true()
    hashed = _hash_numbers(texts.gather(named), codes.gather(named).to_numpy(), key)
    nobody = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    return nobody.scatter(named, hashed).alias(ids.name)


def _codes_of(texts: pl.Series) -> pl.Series:
    """A whole number for each 17 digits and check character; null for other texts."""
    text = pl.col("text")
    parts = texts.alias("text").to_frame().lazy()
    parts = parts.select(
        is_18=text.str.len_bytes() == 18, seventeen=_seventeen(text), last=_written_check(text)
    )
    code = (pl.col("seventeen") * 11 + pl.col("last")).cast(pl.Int64)
    return parts.select(code=pl.when("is_18").then(code)).collect()["code"]


_memories: dict[bytes, HashMemory] = {}
_ONE_AT_A_TIME: Final = threading.Lock()


def _memory_of(key: bytes) -> HashMemory:
    """What this process has hashed under a key; another key's hashes are forgotten."""
    if key not in _memories:
        _memories.clear()
        _memories[key] = HashMemory()
    return _memories[key]


def _hash_numbers(texts: pl.Series, codes: np.ndarray, key: bytes) -> pl.Series:
    """The hashes of numbers, each from memory or computed and remembered."""
    with _ONE_AT_A_TIME:
        return _as_text(_remembered_hashes(texts, codes, _memory_of(key), key)).alias(texts.name)


def _remembered_hashes(
    texts: pl.Series, codes: np.ndarray, memory: HashMemory, key: bytes
) -> np.ndarray:
    places = memory.find(codes)
    hashes = memory.hashes(places)
    new = np.flatnonzero(places < 0)
    if len(new):
        distinct, rows, inverse = np.unique(codes[new], return_index=True, return_inverse=True)
        computed = _hash_distinct(texts.gather(new[rows]).to_list(), key)
        hashes[new] = computed[inverse]
        memory.add(distinct, computed)
    return hashes


def _hash_texts(texts: pl.Series, key: bytes) -> pl.Series:
    codes = texts.to_arrow().dictionary_encode()
    if isinstance(codes, pa.ChunkedArray):
        codes = codes.combine_chunks()
    hashed = _as_text(_hash_distinct(codes.dictionary.to_pylist(), key))
    places = pl.Series(codes.indices)
    return hashed.gather(places).alias(texts.name)


def _hash_distinct(numbers: list[str], key: bytes) -> np.ndarray:
    keyed = hashlib.blake2b(key=key, digest_size=_HASH_BYTES)
    digests = bytearray()
    for number in numbers:
        one = keyed.copy()  # spares hashlib from reading the key and the settings each time
        one.update(number.encode())
        digests += one.digest()
    # One encoding for all: nine bytes fill twelve characters, so no padding stands between.
    return np.frombuffer(base64.urlsafe_b64encode(bytes(digests)), dtype="S12")


def _as_text(hashes: np.ndarray) -> pl.Series:
    text = pa.py_buffer(hashes)
    fixed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(12), len(hashes), [None, text])
    return pl.Series(fixed.cast(pa.binary()).cast(pa.large_string()), dtype=pl.String)
