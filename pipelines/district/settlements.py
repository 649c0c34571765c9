"""The insurance office's settlement files: one large csv a month and a small workbook beside it."""

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.bills import (
    DAY_SECONDS,
    INPATIENT,
    MED_TYPES,
    STORY_KEYS,
    Account,
    Bills,
    Spending,
    draw_month,
)
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.situations import pick
from pipelines.district.world import World

SOURCE = "medical_insurance__settlements"
MONEY = (
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
    "fund_pay_sumamt", "hifp_pay", "hifmi_pay", "maf_pay", "hosp_part_amt", "psn_part_amt",
    "acct_pay", "psn_cash_pay",
)  # fmt: skip
INTERFACE = {
    "setl_id": "setl_id", "psn_no": "psn_no", "name": "psn_name", "id_number": "certno",
    "insutype": "insutype", "med_type": "med_type", "setl_time": "setl_time",
    "begin_date": "begndate", "end_date": "enddate", **{column: column for column in MONEY},
    "vali_flag": "vali_flag", "refd_setl_flag": "refd_setl_flag",
    "fixmedins_name": "fixmedins_name", "dise_name": "dise_name",
}  # fmt: skip
CHINESE = {
    "setl_id": "结算ID", "psn_no": "人员编号", "name": "人员姓名", "id_number": "证件号码",
    "insutype": "险种类型", "med_type": "医疗类别", "setl_time": "结算时间",
    "begin_date": "开始日期", "end_date": "结束日期", "medfee_sumamt": "医疗费总额",
    "fulamt_ownpay_amt": "全自费金额", "overlmt_selfpay": "超限价自费费用",
    "preselfpay_amt": "先行自付金额", "inscp_scp_amt": "符合政策范围金额",
    "fund_pay_sumamt": "基金支付总额", "hifp_pay": "统筹基金支出",
    "hifmi_pay": "大病保险支出", "maf_pay": "医疗救助基金支出", "hosp_part_amt": "医院负担金额",
    "psn_part_amt": "个人负担总金额", "acct_pay": "个人账户支出", "psn_cash_pay": "个人现金支出",
    "vali_flag": "有效标志", "refd_setl_flag": "退费结算标志",
    "fixmedins_name": "定点医药机构名称", "dise_name": "病种名称",
}  # fmt: skip
ELSEWHERE = (
    "name", "id_number", "setl_id", "setl_time", "med_type", "medfee_sumamt", "fund_pay_sumamt",
    "psn_part_amt", "psn_cash_pay",
)  # fmt: skip
HOSPITALS = ("区人民医院", "区中医医院", "市立医院", "镇卫生院", "社区卫生服务中心", "便民大药房")
DISEASES = ("", "", "", "高血压", "2型糖尿病", "急性上呼吸道感染", "脑梗死", "腰椎间盘突出")
CENTS = pl.Series([f".{cents:02d}" for cents in range(100)])
MOST_ELSEWHERE = 400
MOST_SENT_AGAIN = 2500


@dataclass
class _Books:
    """What has been delivered so far, and the settlements that may come again.

    `amounts`: what each of those counts for as last delivered, by key; `again`: those that the
    next month brings.
    """

    account: Account
    amounts: dict[int, int] = field(default_factory=dict)
    again: Bills | None = None


def deliver_settlements(
    world: World, inbox: Inbox, spending: Spending, rows_per_month: int, account: Account
) -> None:
    """Write every month's files and enter in the account what counts of them."""
    books = _Books(account)
    for position in range(len(world.calendar.months)):
        bills = draw_month(world, spending, position, rows_per_month, books.again)
        _deliver_month(world, inbox, position, bills, books)


def _deliver_month(world: World, inbox: Inbox, position: int, bills: Bills, books: _Books) -> None:
    rng = world.dice("settlements", position)
    month = world.calendar.months[position]
    repeatable = ~(np.isin(bills.keys, list(books.amounts)) | (bills.keys >= STORY_KEYS))
    elsewhere = np.flatnonzero(repeatable)[: min(MOST_ELSEWHERE, len(bills) // 50)]
    here = np.setdiff1d(np.arange(len(bills)), elsewhere, assume_unique=True)
    folder = f"医保/{month.year}{month.month:02d}"
    ending = f"{month.year}{month.month:02d}"

    local = bills.take(here)
    draft = _damaged(world, local, repeatable[here], rng, position)
    _enter(world, position, local, draft, books)
    also_elsewhere = _also_elsewhere(local, draft, repeatable[here])
    books.again = _choose_to_send_again(local, draft, repeatable[here], books, rng)
    layout = Layout(CHINESE if position % 5 == 2 else INTERFACE, interrupted=position % 3 == 1)
    encoding = "utf-8-sig" if position % 6 == 1 else "gb18030"
    page = Page("", draft.finish(), layout)
    inbox.text(f"{folder}/结算明细_{ending}.csv", str(month), page, encoding)

    distant = Bills.join([bills.take(elsewhere), also_elsewhere])
    draft = _elsewhere(world, distant, position, rng)
    # The same settlement stands in the csv of the month, whose path sorts after this one's.
    distant.valid[len(elsewhere) :] = False
    _enter(world, position, distant, draft, books)
    inbox.workbook(
        f"{folder}/异地就医结算_{ending}.xlsx",
        str(month),
        [Page("异地", draft.finish(), _elsewhere_layout(position))],
    )


def _event_positions(world: World, bills: Bills) -> np.ndarray:
    first = world.calendar.start_of(0).astype("datetime64[M]")
    months = bills.moments.astype("datetime64[s]").astype("datetime64[M]")
    return np.asarray((months - first).astype("int64"))


def _enter(
    world: World,
    position: int,
    bills: Bills,
    draft: Draft,
    books: _Books,
) -> None:
    """Enter what the accepted rows add to what stands already for the same settlements."""
    accepted = draft.fates == Fate.ACCEPTED
    amounts = np.where(bills.valid, bills.burdens, 0)
    before = np.zeros(len(bills), dtype="int64")
    for row in np.flatnonzero(np.isin(bills.keys, list(books.amounts))):
        before[row] = books.amounts[int(bills.keys[row])]
    for row in np.flatnonzero(bills.keys >= STORY_KEYS):
        books.amounts[int(bills.keys[row])] = int(amounts[row])
    events = _event_positions(world, bills)[accepted]
    books.account.add(position, events, bills.people[accepted], (amounts - before)[accepted])


def _choose_to_send_again(
    bills: Bills, draft: Draft, repeatable: np.ndarray, books: _Books, rng: np.random.Generator
) -> Bills:
    """Settlements that the next month brings again, and what they count for until then."""
    sound = repeatable & ~draft.touched & ~bills.refunds & bills.valid
    count = min(MOST_SENT_AGAIN, max(2, len(bills) // 300))
    rows = pick(sound, count, rng)
    told = {key: fen for key, fen in books.amounts.items() if key >= STORY_KEYS}
    again = bills.take(rows)
    books.amounts = told | dict(zip(again.keys.tolist(), again.burdens.tolist(), strict=True))
    return again


def _frame(world: World, bills: Bills) -> pl.DataFrame:
    people = world.people
    persons = bills.people
    moments = pl.Series(bills.moments).cast(pl.Int64) * 1_000_000
    stays = np.where(bills.types == INPATIENT, bills.keys % 14 + 1, 0) * DAY_SECONDS
    began = pl.Series(bills.moments - stays) * 1_000_000
    times = moments.cast(pl.Datetime("us"))
    return pl.DataFrame(
        {
            "setl_id": "JS" + pl.Series(bills.keys).cast(pl.String).str.zfill(13),
            "psn_no": "P" + pl.Series(persons).cast(pl.String).str.zfill(10),
            "name": people.names.gather(persons),
            "id_number": people.ids.gather(persons),
            "insutype": pl.Series(["390", "310"]).gather((persons % 10 < 3).astype(int)),
            "med_type": pl.Series(MED_TYPES).gather(bills.types),
            "setl_time": times.dt.strftime("%Y-%m-%d %H:%M:%S"),
            "begin_date": began.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d"),
            "end_date": times.dt.strftime("%Y-%m-%d"),
            **_money(bills),
            "vali_flag": pl.Series(["0", "1"]).gather(bills.valid.astype(int)),
            "refd_setl_flag": pl.Series(["0", "1"]).gather(bills.refunds.astype(int)),
            "fixmedins_name": pl.Series(HOSPITALS).gather(bills.keys % len(HOSPITALS)),
            "dise_name": pl.Series(DISEASES).gather(bills.keys % len(DISEASES)),
        }
    )


def _money(bills: Bills) -> dict[str, pl.Series]:
    """All sums of money as text; they keep the identities of the national interface."""
    total, burden = bills.totals, bills.burdens
    fund = total - burden
    outside, over, first = burden // 5, burden // 20, burden // 10
    critical = np.where(bills.types == INPATIENT, fund // 10, 0)
    from_account = np.where(bills.people % 10 < 3, burden * 3 // 10, 0)
    fen = {
        "medfee_sumamt": total,
        "fulamt_ownpay_amt": outside,
        "overlmt_selfpay": over,
        "preselfpay_amt": first,
        "inscp_scp_amt": total - outside - over - first,
        "fund_pay_sumamt": fund,
        "hifp_pay": fund - critical,
        "hifmi_pay": critical,
        "maf_pay": None,
        "hosp_part_amt": None,
        "psn_part_amt": burden,
        "acct_pay": from_account,
        "psn_cash_pay": burden - from_account,
    }
    zero = pl.repeat("0.00", len(total), eager=True)
    return {c: zero if amounts is None else _in_yuan(amounts) for c, amounts in fen.items()}


def _in_yuan(fen: np.ndarray) -> pl.Series:
    yuan, cents = np.divmod(np.abs(fen), 100)
    text = pl.Series(yuan).cast(pl.String) + CENTS.gather(cents)
    if not (fen < 0).any():
        return text
    return pl.Series(["", "-"]).gather((fen < 0).astype(int)) + text


def _damaged(
    world: World, bills: Bills, free: np.ndarray, rng: np.random.Generator, position: int
) -> Draft:
    """The month's rows with their dirt; rows that come again or tell a story stay clean."""
    draft = Draft(SOURCE, _frame(world, bills), bills.people)
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.003, 6, rng, free))
    dirt.break_ids(draft, dirt.choose(draft, 0.002, 1, rng, free), Fate.REJECTED, position)
    for index, row in enumerate(dirt.choose(draft, 0.001, 5, rng, free)):
        forms = dirt.money_forms(int(bills.burdens[row]))
        draft.edit(row, "psn_part_amt", forms[index % len(forms)], "money_form")
    for index, row in enumerate(dirt.choose(draft, 0.001, 5, rng, free)):
        forms = dirt.date_forms(bills.moments[row].astype("datetime64[s]").astype("datetime64[D]"))
        draft.edit(row, "setl_time", forms[index % len(forms)], "date_form")
    for index, row in enumerate(dirt.choose(draft, 0.0004, 1, rng, free)):
        column, text, kind = _BROKEN_CELLS[(index + position) % len(_BROKEN_CELLS)]
        draft.edit(row, column, text, kind, Fate.REJECTED)
    for row in dirt.choose(draft, 0.002, 2, rng, free):
        draft.edit(row, "vali_flag", "", "flag_blank")
        bills.valid[row] = True
    for row in dirt.choose(draft, 0.002, 2, rng, free):
        draft.edit(row, "vali_flag", "0", "void")
        bills.valid[row] = False
    _repeat(draft, bills, dirt.choose(draft, 0.001, 2, rng, free))
    return draft


_BROKEN_CELLS = (
    ("psn_part_amt", "", "money_missing"),
    ("setl_time", "03/04/2026 10:00:00", "date_ambiguous"),
    ("medfee_sumamt", "一千二百元", "money_unreadable"),
    ("psn_part_amt", "12.345", "money_precision"),
    ("setl_time", "2026-02-30 08:00:00", "date_unreadable"),
    ("setl_id", "", "text_missing"),
)


def _repeat(draft: Draft, bills: Bills, rows: list[int]) -> None:
    """The same settlement twice in one file; where the later row differs, its amount counts."""
    for index, row in enumerate(rows):
        if index % 2:
            draft.repeat(row)
            continue
        bills.burdens[row] += 1234
        bills.totals[row] += 1234
        sums = _money(bills.take(np.array([row])))
        draft.repeat(row, {column: amounts[0] for column, amounts in sums.items()})


def _also_elsewhere(bills: Bills, draft: Draft, repeatable: np.ndarray) -> Bills:
    """One sound settlement of the csv, with another amount; it never comes a third time."""
    sound = np.flatnonzero(repeatable & ~draft.touched & ~bills.refunds & bills.valid)
    again = bills.take(sound[-1:])
    draft.touched[sound[-1:]] = True
    return replace(again, burdens=again.burdens + 700, totals=again.totals + 700)


def _elsewhere(world: World, bills: Bills, position: int, rng: np.random.Generator) -> Draft:
    """Care outside the district: a small workbook, in 万元 every second month."""
    frame = _frame(world, bills)
    if position % 2:
        texts = {column: _in_ten_thousands(frame[column]) for column in MONEY}
        frame = frame.with_columns(**texts)
    draft = Draft(SOURCE, frame, bills.people)
    free = bills.valid.copy()
    free[-1] = False
    # This file has no column that says a row is void: all its rows count.
    bills.valid[:] = True
    for row in dirt.choose(draft, 0.2, 2, rng, free):
        value = draft.text(row, "psn_part_amt")
        draft.edit(row, "psn_part_amt", value, "money_as_number")
        draft.store_as_number(row, "psn_part_amt", float(value))
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.05, 1, rng, free), is_workbook=True)
    lost = dirt.choose(draft, 0.01, int(position % 3 == 0), rng, free)
    dirt.break_ids(draft, lost, Fate.REJECTED, position, is_workbook=True)
    return draft


def _in_ten_thousands(yuan: pl.Series) -> pl.Series:
    fen = [int(text.replace(".", "")) for text in yuan]
    return pl.Series([dirt.ten_thousands(amount) for amount in fen], dtype=pl.String)


def _elsewhere_layout(position: int) -> Layout:
    headers = {column: CHINESE[column] for column in ELSEWHERE}
    if position % 2:
        headers |= {column: f"{CHINESE[column]}（万元）" for column in ELSEWHERE if column in MONEY}
    below = ((), ("制表：医疗保障局", "", "审核："))
    return Layout(headers, (("异地就医结算明细",),), below)
