"""Files as departments really hand them over, written by hand, with the counts that a person knows.

Nothing here calls the pipeline: identity numbers, windows and cohorts are worked out
independently, so that the test which runs the pipeline over these files has something true to
compare with.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

Row = Sequence[object]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def made_up_id(birth: str, sequence: int) -> str:
    """An identity number of the unassigned county 370299, e.g. ``made_up_id("19800101", 12)``."""
    body = f"370299{birth}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def wrong_check(number: str) -> str:
    """The same number with a check character that does not fit."""
    return number[:17] + ("1" if number[17] != "1" else "2")


@dataclass
class Expected:
    """What a person who reads the file counts."""

    source: str | None
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    repeated: int = 0


@dataclass
class Delivery:
    """An inbox with, for every file, its expected counts, and the cohorts that follow from them."""

    inbox: Path
    files: dict[str, Expected] = field(default_factory=dict)

    def workbook(self, name: str, sheets: dict[str, Iterable[Row]], expected: Expected) -> None:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for y, row in enumerate(rows):
                    for x, value in enumerate(row):
                        if value is not None:
                            sheet.write(y, x, value)
        self.files[name] = expected

    def text(
        self, name: str, rows: Iterable[Row], expected: Expected, encoding: str = "utf-8"
    ) -> None:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(rows)
        path.write_bytes(buffer.getvalue().encode(encoding))
        self.files[name] = expected

    def raw(self, name: str, content: bytes, expected: Expected) -> None:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files[name] = expected


def filler(count: int, first: int) -> list[str]:
    """Ordinary people, so that no file's rejects pass the tolerance of 5 %."""
    return [
        made_up_id(f"19{60 + i % 30}{1 + i % 12:02d}{1 + i % 28:02d}", first + i // 28)
        for i in range(count)
    ]


CERTIFICATE_HEADER = [
    "序号",
    "姓名",
    "身份证号",
    "残疾人证号",
    "残疾类别",
    "残疾等级",
    "证件状态",
    "发证日期",
    "有效期至",
    "镇街",
    "居委会",
    "手机",
]

# People who matter to more than one file.
LI = made_up_id("19700203", 11)  # dead before the as-of date
ZHAO = made_up_id("19550607", 25)  # spends 30,000.01 in the window
QIAN = made_up_id("19560708", 33)  # spends exactly 30,000.00
SUN = made_up_id("19570809", 41)  # refund brings the sum below
ZHOU = made_up_id("19580910", 57)  # corrected by a later delivery
WU = made_up_id("19591011", 65)  # spending just outside the window
ZHENG = made_up_id("19601112", 73)  # spending on the first and the last day of the window
WANG = made_up_id("19611213", 81)  # void rows only
FENG = made_up_id("19480101", 99)  # several grave signs at once, no assistance
CHEN = made_up_id("19750505", 107)  # on the roster, draws no policy
CHU = made_up_id("19760606", 115)  # on the roster, blank 是否享受政策
WEI = made_up_id("19770707", 123)  # supporter listed among the members


def certificates(delivery: Delivery) -> set[str]:
    """The disability registry: title, unit line, total, signature; returns who is in the cohort."""
    old = "370299" + "650101" + "101"  # fifteen digits
    old18 = "370299" + "19650101" + "101"
    total = sum(int(d) * w for d, w in zip(old18, WEIGHTS, strict=True))
    old18 += "10X98765432"[total % 11]
    ids = {
        k: made_up_id(f"1971{m:02d}15", 200 + 10 * m) for m, k in enumerate("ABDEFGHIJKM", start=1)
    }
    common = ["珠海街道", "", "19900000001"]
    rows: list[list[object]] = [
        [1, "甲一", ids["A"], ids["A"] + "42", "肢体", "二级", "有效", "2020-05-01", "2030-04-30"],
        [2, "甲二", ids["B"] + "43", "", "肢体", "3", "", "2020/5/1", ""],
        [3, "甲三", old, "", "视力", "Ⅰ", "持证", "20200501", "2030.5.1"],
        [4, "甲四", float(ids["D"]), ids["D"] + "51", "智力", "1级", "正常", "2020年5月1日", ""],
        [5, "甲五", float(ids["E"]), "", "智力", "一级", "有效", "2020-05-01", ""],
        [6, "甲六", wrong_check(ids["F"]), "", "精神", "二级", "有效", "2020-05-01", ""],
        [7, "甲七", ids["G"], "", "精神", "二级", "注销", "2020-05-01", ""],
        [8, "甲八", ids["H"], "", "听力", "四级", "有效", "2016-10-31", "2026-10-31"],
        [9, "甲九", ids["I"], "", "听力", "四级", "有效", "2016-10-30", "2026-10-30"],
        [10, "乙一", ids["J"], "", "言语", "三级", "有效", "2020-05-01", ""],
        [10, "乙一", ids["J"], "", "言语", "三级", "有效", "2020-05-01", ""],
        [11, "乙二", ids["K"], ids["K"] + "42", "肢体", "二级", "有效", "2020-05-01", ""],
        [12, "乙二", ids["K"], ids["K"] + "43B1", "肢体", "三级", "注销", "2020-05-01", ""],
        [13, "李某", LI, "", "肢体", "一级", "有效", "2020-05-01", ""],
        [14, "乙 四", "　" + ids["M"][:6] + " " + ids["M"][6:], "", "6", "2", "", "2018-06", ""],
        [15, "冯某", FENG, FENG + "61", "精神", "一级", "有效", "2020-05-01", ""],
    ]
    extra = filler(60, 500)
    rows += [
        [20 + i, f"众{i}", number, "", "肢体", "四级", "有效", "2021-01-01", ""]
        for i, number in enumerate(extra)
    ]
    body = [row + common for row in rows]
    title: list[Row] = [["珠海街道持证残疾人名册"], ["单位：人", None, "2026年10月31日"]]
    foot: list[Row] = [
        [],
        ["合计", None, 76],
        ["制表人：某某", None, None, "审核人：某某", None, None, "单位（盖章）"],
    ]
    half = len(body) // 2
    repeated_header: list[Row] = [CERTIFICATE_HEADER]
    rows_all = [
        *title,
        CERTIFICATE_HEADER,
        *body[:half],
        [None] * 12,
        *repeated_header,
        *body[half:],
        *foot,
    ]
    count = len(body)
    delivery.workbook(
        "残联/2026年10月/随便叫什么.xlsx",
        {"Sheet1": rows_all, "说明": [["填表说明"], ["本表每月25日前报送。"]]},
        Expected(
            "disabled_federation__certificates",
            received=count,
            accepted=count - 4,
            rejected=2,
            repeated=2,
        ),
    )
    return {ids[k] for k in "ABDHJKM"} | {old18, FENG} | set(extra)


SETTLEMENT_HEADER = [
    "setl_id",
    "psn_no",
    "psn_name",
    "certno",
    "insutype",
    "med_type",
    "setl_time",
    "medfee_sumamt",
    "fund_pay_sumamt",
    "psn_part_amt",
    "psn_cash_pay",
    "vali_flag",
    "refd_setl_flag",
    "dise_name",
]


def settlement(
    number: str, key: str, time: str, burden: str, valid: str = "1", refund: str = "0"
) -> Row:
    return [
        key,
        "P1",
        "某某",
        number,
        "390",
        "21",
        time,
        burden,
        "0",
        burden,
        burden,
        valid,
        refund,
        "",
    ]


def settlements(delivery: Delivery) -> set[str]:
    """Twelve months in two deliveries and a workbook; returns who is over 30,000 yuan."""
    september = [
        SETTLEMENT_HEADER,
        settlement(ZHAO, "S1", "2026-03-01 08:00:00", "30000.00"),
        settlement(QIAN, "S2", "2026-03-01 08:00:00", "30000.00"),
        settlement(SUN, "S3", "2026-03-02 08:00:00", "40000.00"),
        settlement(SUN, "S4", "2026-03-09 08:00:00", "-10000.00", refund="1"),
        settlement(ZHOU, "S5", "2026-04-01 08:00:00", "10000.00"),
        settlement(WU, "S6", "2025-10-31 23:59:59", "50000.00"),
        settlement(ZHENG, "S7", "2025-11-01 00:00:00", "15000.01"),
        settlement(WANG, "S8", "2026-05-01 08:00:00", "90000.00", valid="0"),
        settlement(FENG, "S9", "2026-05-01 08:00:00", "95000.00"),
        settlement(LI, "S10", "2026-05-01 08:00:00", "95000.00"),
        settlement(ZHAO, "S1", "2026-03-01 08:00:00", "30000.00"),
    ]
    extra = filler(60, 700)
    september += [
        settlement(number, f"F{i}", "2026-06-01 09:00:00", "123.45")
        for i, number in enumerate(extra)
    ]
    delivery.text(
        "医保/结算_202609.csv",
        september,
        Expected("medical_insurance__settlements", 71, 70, 0, 1),
        encoding="gb18030",
    )
    october = [
        [
            "结算ID",
            "姓名",
            "证件号码",
            "结算时间",
            "医疗费总额(元)",
            "个人负担总金额(元)",
            "有效标志",
        ],
        ["S5", "周某", ZHOU, "2026-04-01 08:00:00", "31,000.00", "31,000.00", "1"],
        ["T1", "赵某", ZHAO, "2026/10/31", "0.01", "0.01", ""],
        ["T2", "郑某", ZHENG, "2026-10-31 23:59:59", "15,000.00", "15,000.00", "1"],
        ["T3", "吴某", WU, "20261101", "50000", "50000", "1"],
    ]
    delivery.workbook(
        "医保/2026-10-25 零星报销.xlsx",
        {"结算": october},
        Expected("medical_insurance__settlements", 4, 4, 0, 0),
    )
    return {ZHAO, ZHOU, ZHENG, FENG}


def roster(delivery: Delivery) -> set[str]:
    """The roster with a header of two rows; returns who is in the cohort."""
    upper = ["序号", "户编号", "家庭成员", None, None, None, "户信息", None, None, None]
    lower = [
        None,
        None,
        "姓名",
        "证件号码",
        "与户主关系",
        "是否享受政策",
        "乡(镇)",
        "户类型",
        "危房户",
        "风险是否已消除",
    ]
    extra = filler(30, 900)
    rows: list[Row] = [
        [1, "R1", "陈某", CHEN, "户主", "否", "泊里镇", "脱贫户", "否", ""],
        [2, "R2", "褚某", CHU, "户主", "", "泊里镇", "脱贫户", "否", ""],
        [3, "R3", "冯某", FENG, "户主", "是", "泊里镇", "脱贫户", "是", "否"],
        [4, "R4", "卫某", WEI, "赡养人", "是", "泊里镇", "脱贫户", "否", ""],
        [5, "R5", "李某", LI, "户主", "是", "泊里镇", "脱贫户", "否", ""],
    ]
    rows += [
        [9, f"R{100 + i}", f"众{i}", number, "户主", "是", "泊里镇", "脱贫户", "否", ""]
        for i, number in enumerate(extra)
    ]
    delivery.workbook(
        "脱贫/2026年10月名单.xlsx",
        {"名单": [["脱贫人口名单"], upper, lower, *rows]},
        Expected("rural_affairs__poverty_roster", len(rows), len(rows), 0, 0),
    )
    return {CHU, FENG} | set(extra)  # a supporter among the members is not a member


def ledger(delivery: Delivery) -> None:
    """The community ledger in GB18030: supporters, two heads, unknown towns."""
    header = [
        "镇街",
        "社区",
        "网格编码",
        "楼栋",
        "房号",
        "户号",
        "姓名",
        "身份证号",
        "与户主关系",
        "联系电话",
        "居住状态",
        "人员标签",
    ]
    place = ["珠海街道办事处", "", "G01", "1栋", "101"]
    child = made_up_id("20150101", 18)
    rows: list[Row] = [
        [*place, "1", "赵某", ZHAO, "户主", "19900000011", "人户一致", ""],
        [*place, "1", "赵小某", child, "之子", "", "人户一致", ""],
        [
            *place,
            "1",
            "赵损某",
            wrong_check(made_up_id("19900909", 19)),
            "之女",
            "",
            "人户一致",
            "",
        ],
        [*place, "2", "钱某", QIAN, "户主", "19900000012", "人户一致", ""],
        ["王台镇", "", "G02", "2栋", "202", "3", "周某", ZHOU, "户主", "", "人户一致", "独居老人"],
        ["积米崖管区", "", "G03", "", "", "4", "郑某", ZHENG, "户主", "", "人户一致", ""],
        ["藏南镇", "", "G04", "", "", "5", "孙某", SUN, "户主", "", "人在户不在", ""],
        ["泊里", "", "G05", "", "", "6", "冯某", FENG, "户主", "19900000013", "人户一致", ""],
    ]
    delivery.text(
        "网格/人口台账202610.csv",
        [header, *rows],
        Expected("community__residents", len(rows), len(rows), 0, 0),
        encoding="gb18030",
    )


def others(delivery: Delivery) -> None:
    """Deaths, assistance, a copy under another name, and files that nobody can read."""
    delivery.text(
        "殡葬/火化 2026.10.csv",
        [["姓名", "证件号码", "火化日期"], ["李某", LI, "2026年10月31日"]],
        Expected("civil_affairs__deaths", 1, 1, 0, 0),
        encoding="utf-8-sig",
    )
    copy = (delivery.inbox / "殡葬/火化 2026.10.csv").read_bytes()
    delivery.raw("殡葬/火化 2026.10 补发.csv", copy, Expected("civil_affairs__deaths", 1, 0, 0, 1))
    delivery.workbook(
        "民政/在享名册2026-10.xlsx",
        {
            "城市": [
                ["户主姓名", "姓名", "身份证号", "救助类别", "享受起始年月", "月发放金额（元）"],
                ["钱某", "钱某", QIAN, "城市低保", "202301", "1,234.50"],
            ],
            "农村": [
                ["户主姓名", "姓名", "身份证号", "救助类别", "享受起始年月", "月发放金额（元）"],
                ["周某", "周某", ZHOU, "特困,低保", "2023年05月", 800],
            ],
        },
        Expected("civil_affairs__assistance", 2, 2, 0, 0),
    )
    delivery.raw("杂项/照片.jpg", b"\xff\xd8\xff\xe0" + bytes(200), Expected(None))
    delivery.raw("杂项/坏文件.xlsx", b"PK\x03\x04 not a workbook", Expected(None))
    delivery.text("杂项/食堂菜单.csv", [["菜名", "价格"], ["白菜", "3"]], Expected(None))


@dataclass(repr=False)
class Known:
    """The whole delivery and the truth about it on 2026-10-31."""

    delivery: Delivery
    disability: set[str]
    medical: set[str]
    poverty_roster: set[str]


def write_strange_files(inbox: Path) -> Known:
    """Write the whole delivery of October 2026 into ``inbox``."""
    delivery = Delivery(inbox)
    disability = certificates(delivery)
    medical = settlements(delivery)
    on_roster = roster(delivery)
    ledger(delivery)
    others(delivery)
    return Known(delivery, disability, medical, on_roster)
