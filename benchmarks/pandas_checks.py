"""The same checks, rejects and lists as the screening, as an analyst writes them with pandas.

    python -m benchmarks.pandas_checks INBOX OUT 2026-10

Reads every file whole, checks identity numbers, dates, amounts and codes, drops repeats, writes
the rejected rows with their reason, links the three groups that are screened to the residents'
ledger and writes one workbook a town. It leaves out much that the screening does (points,
policies, evidence, returned workbooks, history): what it takes is a lower bound. Its counts by
source go to standard output as JSON: they are the same as those of the screening.
"""

import json
import sys
from calendar import monthrange
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.pandas_files import MONEY, files_of, plain, tables_of

# pandas does not tell the type of what a column holds.
Text: TypeAlias = "pd.Series"
Flags: TypeAlias = "pd.Series"

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月", "%Y.%m", "%Y-%m",
)  # fmt: skip
HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
BY_LENGTH = {8: "%Y%m%d", 6: "%Y%m", 14: "%Y%m%d%H%M%S"}
CATEGORIES = {
    "视力": "1",
    "听力": "2",
    "言语": "3",
    "肢体": "4",
    "智力": "5",
    "精神": "6",
    "多重": "7",
}
GRADES = {"一二三四"[n]: str(n + 1) for n in range(4)} | {"ⅠⅡⅢⅣ"[n]: str(n + 1) for n in range(4)}
GRADES |= {"IV": "4", "III": "3", "II": "2", "I": "1"}
STATUSES = ("", "有效", "持证", "正常", "注销", "过期", "冻结", "迁出")
ASSISTANCE = {
    "农村低保": "低保", "城市低保": "低保", "最低生活保障": "低保", "低保": "低保",
    "特困供养": "特困", "特困": "特困", "特困人员": "特困", "低保边缘家庭": "低保边缘",
    "刚性支出困难家庭": "刚性支出", "残疾人两项补贴": "两项补贴", "临时救助": "临时救助",
    "医疗救助": "医疗救助", "高龄津贴": "高龄津贴",
}  # fmt: skip


class Problems:
    """The first reason for which each row of a table is rejected."""

    def __init__(self, rows: int) -> None:
        self.reasons = np.full(rows, "", dtype=object)

    def note(self, broken: Flags, reason: str) -> None:
        """Reject what is broken, unless it is rejected already."""
        self.reasons[broken.to_numpy(bool) & (self.reasons == "")] = reason


def read_ids(cells: Text, last_birth: str) -> Text:
    """The 18 characters of each identity number; "" where it is damaged."""
    odd = ~cells.str.fullmatch(r"[0-9]{17}[0-9X]")
    cells = cells.mask(odd, plain(cells[odd]).str.upper())
    old = cells.str.fullmatch(r"[0-9]{15}")
    if old.any():
        cells = cells.mask(old, cells[old].map(_from_fifteen))
    certificate = cells.str.fullmatch(r"[0-9]{17}[0-9X][1-7][1-4](?:B?[0-9]{1,2})?")
    cells = cells.mask(certificate, cells.str[:18])
    shaped = cells.str.fullmatch(r"[0-9]{17}[0-9X]")
    sound = shaped.to_numpy(bool).copy()
    sound[sound] = _has_check(cells[shaped]) & _has_birth(cells[shaped], last_birth)
    return cells.where(sound, "")


def _from_fifteen(text: str) -> str:
    digits = f"{text[:6]}19{text[6:]}"
    rest = sum(int(digit) * int(w) for digit, w in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + chr(CHECKS[rest])


def _has_check(numbers: Text) -> NDArray[np.bool_]:
    digits = np.frombuffer("".join(numbers).encode("ascii"), np.uint8).reshape(-1, 18)
    rest = (digits[:, :17].astype(np.int64) - ord("0")) @ WEIGHTS % 11
    found: NDArray[np.bool_] = CHECKS[rest] == digits[:, 17]
    return found


def _has_birth(numbers: Text, last: str) -> NDArray[np.bool_]:
    born = pd.to_datetime(numbers.str[6:14], format="%Y%m%d", errors="coerce")
    in_time = (numbers.str[6:14] <= last) & (numbers.str[6:10] >= "1850")
    found: NDArray[np.bool_] = (born.notna() & in_time).to_numpy()
    return found


def read_dates(cells: Text) -> "pd.Series":
    """Each date or time; NaT where it is blank, impossible or can be read in two ways."""
    # Most columns keep to one form, which their first cells tell.
    is_day = cells.head(100).str.len().max() <= len("2026-10-31")
    plainest = "%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M:%S"
    read = pd.to_datetime(cells, format=plainest, errors="coerce")
    texts = cells[read.isna() & (cells != "")].map(_half_width)
    for form in FORMS:
        found = pd.to_datetime(texts, format=form, errors="coerce")
        read, texts = read.fillna(found), texts[found.isna()]
    for length, form in BY_LENGTH.items():
        fits = texts.where(texts.str.fullmatch(rf"[0-9]{{{length}}}"), "")
        read = read.fillna(pd.to_datetime(fits, format=form, errors="coerce"))
    days = texts.where(texts.str.fullmatch(r"[0-9]{5}(\.[0-9]+)?"), "")
    serials = pd.to_numeric(days, errors="coerce")
    return read.fillna(pd.to_datetime(serials, unit="D", origin="1899-12-30", errors="coerce"))


def _half_width(cell: str) -> str:
    return cell.translate(HALF_WIDTH).strip()


def read_fen(cells: Text) -> "pd.Series":
    """Whole fen of each amount; NaN where it is blank, unreadable or no whole fen."""
    amounts = pd.to_numeric(cells, errors="coerce")
    rest = amounts.isna() & (cells != "")
    if rest.any():
        texts = plain(cells[rest]).str.replace(r"[¥,]|元$", "", regex=True)
        texts = texts.str.replace(r"^\((.*)\)$", r"-\1", regex=True)
        amounts = amounts.mask(rest, pd.to_numeric(texts, errors="coerce"))
    fen = (amounts * 100).round()
    return fen.where((amounts * 100 - fen).abs() < 1e-4)


def check_ids(rows: pd.DataFrame, problems: Problems, last_birth: str) -> None:
    """Put the sound numbers in place; rows without one are rejected."""
    rows["id"] = read_ids(rows["id"], last_birth)
    problems.note(rows["id"] == "", "身份证号有误")


def check_dates(rows: pd.DataFrame, problems: Problems, *columns: str) -> None:
    """Put dates in place; what is written and cannot be read is rejected."""
    for column in columns:
        if column in rows:
            written = rows[column].str.strip() != ""
            rows[column] = read_dates(rows[column].str.strip())
            problems.note(written & rows[column].isna(), f"日期读不懂：{column}")


def check_money(rows: pd.DataFrame, problems: Problems, *columns: str) -> None:
    """Put whole fen in place; what is written and no whole fen is rejected."""
    for column in columns:
        if column in rows:
            written = rows[column].str.strip() != ""
            rows[column] = read_fen(rows[column].str.strip())
            problems.note(written & rows[column].isna(), f"金额读不懂：{column}")


def check_filled(rows: pd.DataFrame, problems: Problems, *columns: str) -> None:
    """Reject rows that lack what must be filled in."""
    for column in columns:
        cells = rows[column]
        blank = cells.isna() if cells.dtype.kind in "Mf" else cells.str.strip() == ""
        problems.note(blank, f"没有填：{column}")


def check_settlements(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """A settlement counts once; its sums add up to what they should."""
    check_ids(rows, problems, last_birth)
    check_dates(rows, problems, "moment", "begun", "ended")
    check_money(rows, problems, "fee", "burden", "fund", "cash", *MONEY.values())
    check_filled(rows, problems, "settlement", "moment", "fee", "burden")
    doubts = pd.DataFrame(index=rows.index)
    parts = ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"]
    if set(parts) <= set(rows):
        doubts["fee"] = (rows["fee"] - rows[parts].sum(axis=1)).abs() > 1
        doubts["paid"] = (rows["fee"] - rows[["fund", "burden", "hosp_part_amt"]].sum(axis=1)) > 1
        doubts["share"] = (rows["burden"] - rows[["cash", "acct_pay"]].sum(axis=1)).abs() > 1
    if "ended" in rows:
        doubts["care"] = rows["ended"] < rows["begun"]
    rows["doubts"] = doubts.sum(axis=1)
    return ["settlement"]


def check_deaths(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """A person dies once, after being born."""
    check_ids(rows, problems, last_birth)
    check_dates(rows, problems, "death")
    check_filled(rows, problems, "death")
    return ["id"]


def check_yearly(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """One sum a person and year."""
    check_ids(rows, problems, last_birth)
    check_money(rows, problems, "year_burden")
    check_filled(rows, problems, "year", "year_burden")
    return ["id", "year"]


def check_assistance(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """What is drawn is known by its several names."""
    check_ids(rows, problems, last_birth)
    check_filled(rows, problems, "name", "assistance")
    rows["assistance"] = rows["assistance"].map(_known_assistance)
    problems.note(rows["assistance"] == "", "不认得的救助类别")
    check_dates(rows, problems, "since", "until")
    check_money(rows, problems, "amount")
    return ["id", "assistance"]


def _known_assistance(text: str) -> str:
    words = text.replace(",", "、").replace("，", "、").split("、")
    known = [ASSISTANCE.get(word.strip(), "") for word in words]
    return "、".join(sorted(known)) if all(known) else ""


def check_poverty(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """A person of the roster stands in it once."""
    check_ids(rows, problems, last_birth)
    check_filled(rows, problems, "name", "household")
    dates = ("identified", "person_identified", "risk_identified", "risk_removed")
    check_dates(rows, problems, *dates)
    for column, most in (("size", 99), ("worked", 12), ("income", 10**12)):
        written = rows[column].str.strip() != ""
        rows[column] = pd.to_numeric(rows[column], errors="coerce")
        problems.note(written & ~rows[column].between(0, most), f"数字不对：{column}")
    return ["id"]


def check_certificates(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """A damaged identity number is taken from the certificate's where both agree."""
    shown = plain(rows["id"]).str.upper()
    number = read_ids(rows["certificate"], last_birth)
    rows["id"] = read_ids(rows["id"], last_birth)
    lost = (rows["id"] == "") & (number != "")
    agrees = [_agrees(text, held) for text, held in zip(shown[lost], number[lost], strict=True)]
    found = number[lost][np.array(agrees, dtype=bool)]
    rows.loc[found.index, "id"] = found
    problems.note(rows["id"] == "", "身份证号有误")
    check_filled(rows, problems, "name")
    category = rows["category"].str.strip().str.removesuffix("残疾").str.lstrip("0")
    rows["category"] = category.where(category.isin(list("1234567")), category.map(CATEGORIES))
    problems.note(rows["category"].isna(), "不认得的残疾类别")
    grade = rows["grade"].str.strip().str.removeprefix("残疾").str.removesuffix("级")
    rows["grade"] = grade.where(grade.isin(list("1234")), grade.map(GRADES))
    problems.note(rows["grade"].isna(), "不认得的残疾等级")
    problems.note(~rows["status"].str.strip().isin(STATUSES), "不认得的证件状态")
    check_dates(rows, problems, "issued", "expires")
    return ["id"]


def _agrees(text: str, number: str) -> bool:
    mantissa, _, exponent = text.partition("E")
    if exponent:
        digits = mantissa.replace(".", "")
        return abs(int(digits) - int(number[: len(digits)])) <= 1
    return not text or text[:15] == number[:15]


def check_residents(rows: pd.DataFrame, problems: Problems, last_birth: str) -> list[str]:
    """Somebody without a sound number still lives there; somebody without a household does not."""
    rows["id"] = read_ids(rows["id"], last_birth)
    check_filled(rows, problems, "household", "name")
    return ["id"]


CHECK: dict[str, Callable[[pd.DataFrame, Problems, str], list[str]]] = {
    "medical_insurance__settlements": check_settlements,
    "medical_insurance__yearly_burdens": check_yearly,
    "civil_affairs__deaths": check_deaths,
    "civil_affairs__assistance": check_assistance,
    "rural_affairs__poverty_roster": check_poverty,
    "disabled_federation__certificates": check_certificates,
    "community__residents": check_residents,
}
KEPT = (
    "settlement", "id", "moment", "burden", "valid", "name", "town", "village", "household", "room",
    "category", "grade", "status", "assistance", "draws", "death",
)  # fmt: skip


def check_file(path: Path, month: str, rejects: Path) -> list[tuple[str, dict[str, int], object]]:
    """Each table of a file: what it is, its counts, and the rows that are left."""
    last_birth = _last_day(month)
    of_kind: dict[str, list[pd.DataFrame]] = {}
    for kind, rows in tables_of(path):
        of_kind.setdefault(kind, []).append(rows)
    return [
        (kind, *_checked(kind, pd.concat(tables, ignore_index=True), last_birth, rejects))
        for kind, tables in of_kind.items()
    ]


def _checked(
    kind: str, rows: pd.DataFrame, last_birth: str, rejects: Path
) -> tuple[dict[str, int], pd.DataFrame]:
    received = rows.copy()
    problems = Problems(len(rows))
    key = CHECK[kind](rows, problems, last_birth)
    rejected = problems.reasons != ""
    if rejected.any():
        told = received[rejected].assign(原因=problems.reasons[rejected], 来源=kind)
        told.to_csv(rejects, mode="a", index=False, encoding="utf-8-sig")
    good = rows[~rejected]
    # Nobody can say of whom a row without a number tells: it repeats only the very same row.
    nobody = good["id"] == ""
    again = good.duplicated(key, keep="last") & ~nobody
    again |= received[~rejected].duplicated(keep="last") & nobody
    counts = {
        "received": len(rows),
        "rejected": int(rejected.sum()),
        "repeated": int(again.sum()),
        "accepted": int(len(good) - again.sum()),
    }
    return counts, good.loc[~again, [column for column in KEPT if column in good]]


def _last_day(month: str) -> str:
    year, of_year = map(int, month.split("-"))
    return f"{year}{of_year:02d}{monthrange(year, of_year)[1]}"


def screened(tables: dict[str, pd.DataFrame], burden_fen: int) -> pd.DataFrame:
    """People of the three groups that live in the district, with why, and not the dead."""
    poor = tables["rural_affairs__poverty_roster"]
    holders = tables["disabled_federation__certificates"]
    severe = holders["grade"].isin(["1", "2"]) | (
        (holders["grade"] == "3") & holders["category"].isin(["智力", "精神", "5", "6"])
    )
    is_held = ~holders["status"].isin(STATUSES[4:])
    bills = tables["medical_insurance__settlements"]
    bills = bills[bills["valid"] != "0"].drop_duplicates("settlement", keep="last")
    burdens = bills.groupby("id")["burden"].sum()
    reasons = pd.concat(
        [
            poor.loc[poor["draws"] != "否", ["id"]].assign(why="脱贫人口和监测对象"),
            holders.loc[severe & is_held, ["id"]].assign(why="重度残疾"),
            burdens[burdens >= burden_fen].reset_index()[["id"]].assign(why="个人负担高"),
        ]
    )
    reasons = reasons[~reasons["id"].isin(tables["civil_affairs__deaths"]["id"])]
    reasons = reasons.groupby("id")["why"].agg(lambda why: "、".join(sorted(set(why))))
    people = tables["community__residents"].merge(reasons.reset_index(), on="id", how="inner")
    drawn = tables["civil_affairs__assistance"].drop_duplicates("id")[["id", "assistance"]]
    return people.merge(drawn, on="id", how="left")


def write_lists(people: pd.DataFrame, out: Path) -> None:
    """One workbook a town."""
    for town, rows in people.groupby("town"):
        rows.sort_values(["village", "household"]).to_excel(
            out / f"{town or '未匹配'}.xlsx", index=False, engine="xlsxwriter"
        )


def main(inbox: Path, out: Path, month: str, burden_yuan: int = 10_000) -> None:
    """Check every file, write rejects and lists, and print the counts by source."""
    out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    tables: dict[str, list[pd.DataFrame]] = {kind: [] for kind in CHECK}
    for path in files_of(inbox):
        for kind, told, rows in check_file(path, month, out / "rejects.csv"):
            assert isinstance(rows, pd.DataFrame)
            tables[kind].append(rows)
            sums = counts.setdefault(kind, dict.fromkeys(told, 0))
            for name, number in told.items():
                sums[name] += number
    people = screened(
        {kind: pd.concat(parts, ignore_index=True) for kind, parts in tables.items() if parts},
        burden_yuan * 100,
    )
    write_lists(people, out)
    print(json.dumps({"counts": counts, "people": len(people)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
