"""信访 事项: who petitioned, on what; never the words they used."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import PHONES, person_name, person_number
from schemas.sources import Source
from schemas.topics import TOPICS


class Clues(Received):
    """One row a petition; some petitioners give no identity number."""

    petition_number: pl.String = column(
        "信访编号", kind="reference_number", required=True,
        aliases=(
            "信访件编号", "信访件号", "信访事项编号", "信访登记编号", "信访号", "信访序号",
            "信访流水号",
        ),
        purpose="同一信访事项只计一次",
    )  # fmt: skip
    received_date: pl.Date = column(
        "登记日期", kind="date", required=True,
        aliases=(
            "信访日期", "信访时间", "登记时间", "受理日期", "受理时间", "来访日期", "来信日期",
            "来访时间",
        ),
        purpose="只看近期的求助",
    )  # fmt: skip
    topic: pl.String = column(
        "内容分类", kind="code", required=True, nullable=True, words=TOPICS, unknown="drop",
        aliases=(
            "信访类别", "信访事项类别", "信访事项分类", "内容类别", "问题类别", "问题分类",
            "事项分类", "反映问题分类",
        ),
        purpose="只采用求助、就医、住房、就学等与困难有关的类别",
    )  # fmt: skip
    name: pl.String = person_name("信访人", "信访人姓名", "来访人", "来访人姓名", "来信人")
    id_number: pl.String = person_number(
        "信访人身份证号", "信访人证件号码", "来访人身份证号", required=False,
    )  # fmt: skip
    phone: pl.String = column(
        "联系电话", kind="phone",
        aliases=(*(p for p in PHONES if p != "联系电话"), "信访人电话", "信访人联系电话"),
        purpose="上门前联系",
    )  # fmt: skip


SOURCE = Source(
    contract=Clues,
    title="信访事项",
    department="信访局",
    legal_basis="国办发〔2023〕39号（多渠道主动发现）；社会救助暂行办法第五十九条",
    cadence="monthly",
    kind="events",
    key=("petition_number",),
    keeps_unlinked=True,
    use="近期因生活、医疗、住房、就学等困难信访的，作为主动发现的线索",
    known_not_kept={
        "信访内容": "自由填写的文字，不处理",
        "反映内容": "自由填写的文字，不处理",
        "问题描述": "自由填写的文字，不处理",
        "概况": "自由填写的文字，不处理",
        "处理结果": "自由填写的文字，不处理",
        "处理意见": "自由填写的文字，不处理",
        "信访目的": "自由填写的文字，不处理",
        "备注": "自由填写的文字，不处理",
        "镇街": "按身份证号归到家庭，用不到",
        "村居": "按身份证号归到家庭，用不到",
    },
)
