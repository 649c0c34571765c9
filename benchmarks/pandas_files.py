"""How an analyst reads the departments' files with pandas: find the header, rename, keep rows."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from benchmarks.floor import encoding_of

HEADER_WITHIN = 8
BELOW = ("合计", "制表", "填报", "审核", "说明")

# The headers that the analyst has met, by what he calls them.
NAMES = {
    "settlement": ("setl_id", "结算ID"),
    "name": ("姓名", "psn_name", "人员姓名"),
    "id": ("certno", "证件号码", "身份证号", "身份证号码", "公民身份号码"),
    "moment": ("setl_time", "结算时间"),
    "begun": ("begndate", "开始日期"),
    "ended": ("enddate", "结束日期"),
    "fee": ("medfee_sumamt", "医疗费总额"),
    "burden": ("psn_part_amt", "个人负担总金额"),
    "fund": ("fund_pay_sumamt", "基金支付总额"),
    "cash": ("psn_cash_pay", "个人现金支出"),
    "valid": ("vali_flag", "有效标志"),
    "death": ("死亡日期", "火化日期"),
    "year": ("年度",),
    "year_burden": ("个人负担累计",),
    "town": ("镇街", "街道", "户籍街道", "乡(镇)"),
    "village": ("社区", "居委会", "村居", "行政村"),
    "household": ("户号", "户编号", "家庭编号"),
    "room": ("房号", "房屋"),
    "residence": ("居住状态",),
    "certificate": ("残疾证号", "残疾人证号"),
    "category": ("类别", "残疾类别"),
    "grade": ("等级", "残疾等级"),
    "status": ("状态", "证件状态"),
    "issued": ("发证日期", "首次办证日期"),
    "expires": ("有效期至", "有效期止"),
    "assistance": ("救助类别",),
    "since": ("享受起始年月",),
    "until": ("终止月份",),
    "amount": ("月发放金额",),
    "person": ("人编号",),
    "size": ("人数",),
    "worked": ("务工时间（月）",),
    "income": ("人均纯收入",),
    "identified": ("首次识别时间",),
    "person_identified": ("人员识别时间",),
    "risk_identified": ("风险识别时间",),
    "risk_removed": ("风险消除时间",),
    "draws": ("是否享受政策",),
}
OWN_NAME = {header: name for name, headers in NAMES.items() for header in headers}
# Further amounts of a settlement keep the interface's names.
MONEY = {
    "全自费金额": "fulamt_ownpay_amt",
    "超限价自费费用": "overlmt_selfpay",
    "先行自付金额": "preselfpay_amt",
    "符合政策范围金额": "inscp_scp_amt",
    "统筹基金支出": "hifp_pay",
    "大病保险支出": "hifmi_pay",
    "医疗救助基金支出": "maf_pay",
    "医院负担金额": "hosp_part_amt",
    "个人账户支出": "acct_pay",
}
OWN_NAME |= MONEY
TEN_THOUSANDS = "（万元）"

# The column by which a table is known, and what the table is; the first that fits.
KINDS = (
    ("settlement", "medical_insurance__settlements"),
    ("year_burden", "medical_insurance__yearly_burdens"),
    ("death", "civil_affairs__deaths"),
    ("assistance", "civil_affairs__assistance"),
    ("person", "rural_affairs__poverty_roster"),
    ("certificate", "disabled_federation__certificates"),
    ("residence", "community__residents"),
)

Wanted = Callable[[str], bool]


def tables_of(path: Path, wanted: Wanted | None = None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each table of a file that is known, with what it is; cells as text, "" where blank.

    `wanted` says which columns are read, by the analyst's names: all where there is none.
    """
    frames = [_read_csv(path, wanted)] if path.suffix == ".csv" else _read_book(path)
    for frame in frames:
        kind = next((kind for column, kind in KINDS if column in frame), None)
        if kind:
            yield kind, _rows_only(frame)


def files_of(inbox: Path) -> list[Path]:
    """Every file that was delivered."""
    return sorted(path for path in inbox.rglob("*") if path.is_file())


def _read_csv(path: Path, wanted: Wanted | None) -> pd.DataFrame:
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as lines:
        heads = [next(lines, "").strip().split(",") for _ in range(HEADER_WITHIN)]
    above = next((at for at, head in enumerate(heads) if _is_header(head)), None)
    if above is None:
        return pd.DataFrame()
    names = _renamed(heads[above])
    return pd.read_csv(
        path,
        encoding=encoding,
        skiprows=above + 1,
        header=None,
        names=names,
        usecols=[name for name in names if wanted is None or wanted(name)],
        dtype=str,
        keep_default_na=False,
    )


def _read_book(path: Path) -> list[pd.DataFrame]:
    try:
        sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine")
    except Exception:  # locked or no workbook at all: he asks for it again
        return []
    found = []
    for sheet in sheets.values():
        rows = sheet.head(HEADER_WITHIN).itertuples(index=False)
        above = next((at for at, row in enumerate(rows) if _is_header(row)), None)
        if above is not None:
            table = sheet.iloc[above + 1 :]
            table.columns = pd.Index(_renamed(list(sheet.iloc[above])))
            table = table.apply(lambda cells: cells.map(_text))
            for at, header in enumerate(sheet.iloc[above]):
                if str(header).endswith(TEN_THOUSANDS):
                    table.isetitem(at, table.iloc[:, at].map(_in_yuan))
            found.append(table)
    return found


def _in_yuan(cell: str) -> str:
    try:
        return str(Decimal(cell) * 10_000)
    except InvalidOperation:
        return cell


def _is_header(cells: Iterable[object]) -> bool:
    return any(OWN_NAME.get(str(cell)) == "name" for cell in cells)


def _renamed(headers: Iterable[object]) -> list[str]:
    """The analyst's names; a header that comes twice is numbered."""
    names: list[str] = []
    for at, header in enumerate(headers):
        title = str(header).removesuffix(TEN_THOUSANDS)
        name = OWN_NAME.get(title, title)
        names.append(f"{name}_{at}" if name in names else name)
    return names


def _text(cell: object) -> str:
    if cell is None or cell != cell:  # noqa: PLR0124 - what is not a number is not itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    # More than fifteen digits a spreadsheet does not hold: what it shows is another number.
    if isinstance(cell, int) and cell >= 10**15:
        return f"{cell:.14E}"
    return str(cell)


def _rows_only(frame: pd.DataFrame) -> pd.DataFrame:
    """Without blank lines, totals, signatures and headers that come again on each page."""
    first = frame.iloc[:, 0].str.strip()
    named = frame["name"].str.strip() if "name" in frame else first
    is_row = ~first.str.startswith(BELOW) & ~named.isin(NAMES["name"])
    few = frame.iloc[:, 1:]
    is_row &= ~((first == "") & (few == "").all(axis=1))
    return frame[is_row].reset_index(drop=True)


def plain(cells: pd.Series) -> pd.Series:
    """Full width to half width, without what cannot be seen: for the few cells that need it."""
    return cells.map(lambda cell: unicodedata.normalize("NFKC", cell)).str.replace(
        r"[\s'\u200b-\u200f\ufeff]", "", regex=True
    )
