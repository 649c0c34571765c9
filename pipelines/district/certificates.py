"""The disability registry: one file a street, one workbook for the towns, one csv."""

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.draft import Draft, Fate
from pipelines.district.identity import has_sound_check, rounded
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.situations import CANCELLED, GONE, STATUSES
from pipelines.district.world import World

SOURCE = "disabled_federation__certificates"
CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
GRADES = (
    ("一级", "二级", "三级", "四级"),
    ("1", "2", "3", "4"),
    ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"),
    ("1级", "2级", "3级", "4级"),
)
WHOLE_NUMBER = 18
CARE = ("自理", "部分自理", "不能自理")
EMPLOYMENT = ("在业", "未就业", "灵活就业", "无业")
HEADERS = {
    "serial": "序号",
    "name": "姓名",
    "sex": "性别",
    "id_number": "身份证号",
    "certificate_number": "残疾人证号",
    "disability_category": "残疾类别",
    "disability_grade": "残疾等级",
    "certificate_status": "证件状态",
    "issued_date": "发证日期",
    "expires_date": "有效期至",
    "town_name": "户籍街道",
    "community_name": "居委会",
    "address": "现在地址",
    "phone": "手机",
    "guardian_name": "监护人姓名",
    "self_care": "自理程度",
    "employment": "职业状况",
}
SHORT_HEADERS = {
    "town_name": "镇街",
    "community_name": "村居",
    "name": "姓名",
    "id_number": "公民身份号码",
    "certificate_number": "残疾证号",
    "disability_category": "类别",
    "disability_grade": "等级",
    "certificate_status": "状态",
    "issued_date": "首次办证日期",
    "expires_date": "有效期止",
    "phone": "联系电话",
}
GROUPED = {
    "serial": "序号",
    "name": "姓名",
    "id_number": "身份证号",
    "certificate_number": "残疾人证号",
    "disability_category": "类别",
    "disability_grade": "等级",
    "certificate_status": "证件状态",
    "issued_date": "发证日期",
    "expires_date": "有效期至",
    "town_name": "镇街",
    "community_name": "村居",
    "address": "户籍地址",
    "phone": "联系电话",
}
GROUPS = ("序号", "持证人", "", "", "残疾情况", "", "证件", "", "", "住址", "", "", "")


def deliver_certificates(world: World, inbox: Inbox, snapshot: int) -> None:
    """Write the registry of one snapshot month."""
    month = world.calendar.snapshots[snapshot]
    folder = f"残联/{month.year}年{month.month:02d}月"
    streets = _streets_of(world)
    offices = [i for i, street in enumerate(world.places.streets) if not street.is_rural]
    towns = [i for i, street in enumerate(world.places.streets) if street.is_rural]
    for order, street in enumerate(offices):
        name = world.places.streets[street].name
        path = f"{folder}/持证残疾人名册_{name}"
        if snapshot and order == 1:
            _deliver_once_more(world, inbox, path, snapshot, streets == street)
        elif order == 2:
            draft = _draft(world, snapshot, street, streets == street, is_workbook=False)
            layout = Layout(SHORT_HEADERS, above=(("持证残疾人名册",),), interrupted=True)
            inbox.text(f"{path}.csv", str(month), Page("", draft, layout), "gb18030")
        else:
            draft = _draft(world, snapshot, street, streets == street, is_workbook=True)
            page = Page("名册", draft, _layout(name, month.as_of_date.isoformat(), draft, order))
            inbox.workbook(f"{path}.xlsx", str(month), [page])
    pages = []
    for order, street in enumerate(towns):
        name = world.places.streets[street].name
        draft = _draft(world, snapshot, street, streets == street, is_workbook=True)
        layout = _layout(name, month.as_of_date.isoformat(), draft, order + 1)
        pages.append(Page(name, draft, layout))
    if pages:
        notes = "说明：本册由各镇残联填报，每镇一表。"
        inbox.workbook(f"{folder}/各镇持证残疾人名册.xlsx", str(month), pages, notes)


def _streets_of(world: World) -> np.ndarray:
    streets = np.array([community.street for community in world.places.communities])
    return np.asarray(streets[world.holders.communities])


def _deliver_once_more(
    world: World, inbox: Inbox, path: str, snapshot: int, there: np.ndarray
) -> None:
    """An office hands over last month's file again: it says what it said then."""
    before, after = world.seen[snapshot - 1], world.seen[snapshot]
    after.certified[there] = before.certified[there]
    after.statuses[there] = before.statuses[there]
    months = world.calendar.snapshots
    old = path.replace(
        f"{months[snapshot].year}年{months[snapshot].month:02d}月",
        f"{months[snapshot - 1].year}年{months[snapshot - 1].month:02d}月",
    )
    inbox.copy(f"{old}.xlsx", f"{path}.xlsx", str(months[snapshot]))


def _layout(street: str, day: str, draft: Draft, variant: int) -> Layout:
    title = ((f"{street}持证残疾人名册",), ("单位：人", "", "", f"统计日期：{day}"))
    total = ("合计", f"{draft.frame.height}人")
    below = ((), total, ("制表人：", "", "审核人：", "", "单位负责人："))
    if variant % 2:
        return Layout(GROUPED, title, below, GROUPS, interrupted=True)
    return Layout(HEADERS, title, below, interrupted=variant % 4 == 0)


def _draft(world: World, snapshot: int, street: int, there: np.ndarray, is_workbook: bool) -> Draft:
    rng = world.dice("certificates", snapshot, street)
    listed = np.flatnonzero(there & world.holders.listed[snapshot])
    draft = Draft(SOURCE, _frame(world, snapshot, listed, street), world.holders.people[listed])
    free = ~world.ledger.reserved[draft.people]
    everyone = np.ones(len(listed), dtype=bool)
    _write_towns(world, draft, street, free, rng)
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.03, 4, rng, everyone), is_workbook=is_workbook)
    _write_dates_oddly(world, draft, listed, rng)
    _put_certificate_number_for_id(draft, dirt.choose(draft, 0.01, 1, rng, everyone))
    if is_workbook:
        _round_ids_that_can_be_found_again(draft, dirt.choose(draft, 0.01, 1, rng, everyone))
    lost = _break(draft, rng, free, street + snapshot, is_workbook)
    world.seen[snapshot].certified[listed[lost]] = False
    _add_second_certificates(draft, dirt.choose(draft, 0.01, 1, rng, free))
    dirt.repeat_rows(draft, dirt.choose(draft, 0.01, 1, rng, free), "phone", "19900000000")
    return draft.finish()


def _frame(world: World, snapshot: int, listed: np.ndarray, street: int) -> pl.DataFrame:
    people, holders, places = world.people, world.holders, world.places
    persons = holders.people[listed]
    communities = holders.communities[listed]
    grades, categories = holders.grades[listed], holders.categories[listed]
    ids = people.ids.gather(persons)
    suffix = pl.Series(["", "B1"]).gather((persons % 31 == 0).astype(int))
    marks = pl.Series(categories).cast(pl.String) + pl.Series(grades).cast(pl.String)
    statuses = world.seen[snapshot].statuses[listed]
    words = [*STATUSES] if street % 2 else ["持证", *STATUSES[1:]]
    return pl.DataFrame(
        {
            "serial": pl.Series(np.arange(len(listed)) + 1).cast(pl.String),
            "name": people.names.gather(persons),
            "sex": pl.Series(["女", "男"]).gather(people.males[persons].astype(int)),
            "id_number": ids,
            "certificate_number": ids + marks + suffix,
            "disability_category": pl.Series(_categories(street)).gather(categories - 1),
            "disability_grade": pl.Series(GRADES[street % 4]).gather(grades - 1),
            "certificate_status": pl.Series(words).gather(statuses),
            "issued_date": pl.Series(dirt.dates_as(holders.issued[listed], street % 6)),
            "expires_date": pl.Series(
                dirt.dates_as(holders.expires[listed], street % 6), dtype=pl.String
            ),
            "town_name": pl.Series([places.streets[street].name] * len(listed), dtype=pl.String),
            "community_name": pl.Series([places.communities[c].name for c in communities]),
            "address": _addresses(world, communities),
            "phone": people.phones.gather(persons),
            "guardian_name": people.names.gather(people.firsts[people.homes[persons]]),
            "self_care": pl.Series(CARE).gather(np.clip(3 - grades + persons % 2, 0, 2)),
            "employment": pl.Series(EMPLOYMENT).gather(persons % 4),
        }
    )


def _addresses(world: World, communities: np.ndarray) -> pl.Series:
    names = [f"{world.places.communities[c].name}{c % 9 + 1}号" for c in communities]
    return pl.Series(names, dtype=pl.String)


def _categories(street: int) -> tuple[str, ...]:
    forms = (
        CATEGORIES,
        tuple("1234567"),
        tuple(f"{word}残疾" for word in CATEGORIES),
    )
    return forms[street % 3]


def _write_towns(
    world: World, draft: Draft, street: int, free: np.ndarray, rng: np.random.Generator
) -> None:
    """Spell town names in every way; leave some blank where the community tells the town."""
    spellings = world.places.streets[street].spellings
    for index, row in enumerate(dirt.choose(draft, 0.1, 2, rng, free)):
        draft.edit(row, "town_name", spellings[index % len(spellings)])
    for row in dirt.choose(draft, 0.01, 1, rng, free):
        draft.edit(row, "town_name", "", "town_blank")


def _write_dates_oddly(
    world: World, draft: Draft, listed: np.ndarray, rng: np.random.Generator
) -> None:
    free = np.ones(len(listed), dtype=bool)
    for index, row in enumerate(dirt.choose(draft, 0.05, 10, rng, free)):
        forms = dirt.date_forms(world.holders.issued[listed[row]])
        draft.edit(row, "issued_date", forms[index % len(forms)], "date_form")


def _put_certificate_number_for_id(draft: Draft, rows: list[int]) -> None:
    for row in rows:
        number = draft.text(row, "certificate_number")
        draft.edit(row, "id_number", number, "id_is_certificate_number")


def _round_ids_that_can_be_found_again(draft: Draft, rows: list[int]) -> None:
    """A spreadsheet kept fifteen digits, but the certificate number still holds the ID."""
    for row in rows:
        number = draft.text(row, "id_number")
        if number.isdecimal() and not has_sound_check(rounded(number)):
            draft.edit(row, "id_number", rounded(number), "id_found_in_certificate_number")
            draft.store_as_number(row, "id_number", float(number))


def _break(
    draft: Draft, rng: np.random.Generator, free: np.ndarray, offset: int, is_workbook: bool
) -> list[int]:
    """Rows that must be rejected: damaged in both numbers, or without a class that is known."""

    def spoil_certificate_number(row: int, broken: str) -> None:
        whole = len(broken) == WHOLE_NUMBER
        draft.edit(row, "certificate_number", f"{broken}42" if whole else "")

    lost = dirt.choose(draft, 0.012, int(offset % 3 == 0), rng, free)
    dirt.break_ids(
        draft,
        lost,
        Fate.REJECTED,
        offset,
        is_workbook=is_workbook,
        also=spoil_certificate_number,
    )
    classless = dirt.choose(draft, 0.004, int(offset % 4 == 1), rng, free)
    for row in classless:
        draft.edit(row, "disability_category", "其他", "code_unknown", Fate.REJECTED)
    undated = dirt.choose(draft, 0.004, int(offset % 4 == 3), rng, free)
    for index, row in enumerate(undated):
        kind, write = dirt.BROKEN_DATES[(index + offset) % len(dirt.BROKEN_DATES)]
        draft.edit(row, "issued_date", write(np.datetime64("2021-05-06")), kind, Fate.REJECTED)
    return [*lost, *classless, *undated]


def _add_second_certificates(draft: Draft, rows: list[int]) -> None:
    """An earlier certificate, cancelled or taken elsewhere, stands after the one that counts."""
    for index, row in enumerate(rows):
        gone = STATUSES[CANCELLED if index % 2 else GONE]
        draft.repeat(row, {"certificate_status": gone, "issued_date": "2009-06-01"})
