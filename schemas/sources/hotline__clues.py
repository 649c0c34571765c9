"""热线 12345 工单: who asked for help, on what; never the words they used."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import PHONES, person_name, person_number
from schemas.sources import Source
from schemas.topics import TOPICS


class Clues(Received):
    """One row a call; many callers give no identity number."""

    clue_number: pl.String = column(
        "工单编号", kind="reference_number", required=True,
        aliases=(
            "工单号", "热线工单编号", "诉求编号", "热线编号", "工单流水号", "来电编号",
            "受理单号", "工单ID",
        ),
        purpose="同一工单只计一次",
    )  # fmt: skip
    received_date: pl.Date = column(
        "受理时间", kind="date", required=True,
        aliases=(
            "受理日期", "来电时间", "来电日期", "诉求时间", "工单时间", "登记时间", "创建时间",
            "工单创建时间",
        ),
        purpose="只看近期的求助",
    )  # fmt: skip
    topic: pl.String = column(
        "诉求类别", kind="code", required=True, nullable=True, words=TOPICS, unknown="drop",
        aliases=(
            "诉求类型", "诉求分类", "工单类型", "工单类别", "工单分类", "事项分类", "问题分类",
            "问题类别",
        ),
        purpose="只采用求助、就医、住房、就学等与困难有关的类别",
    )  # fmt: skip
    name: pl.String = person_name(
        "来电人", "来电人姓名", "诉求人", "诉求人姓名", "市民姓名", "反映人", "联系人",
    )  # fmt: skip
    id_number: pl.String = person_number("来电人身份证号", "诉求人身份证号", required=False)
    phone: pl.String = column(
        "来电号码", kind="phone", aliases=(*PHONES, "来电电话", "诉求人电话", "主叫号码"),
        purpose="上门前联系",
    )  # fmt: skip


SOURCE = Source(
    contract=Clues,
    title="12345热线工单",
    department="政务服务热线中心",
    legal_basis="国办发〔2023〕39号（多渠道主动发现）；社会救助暂行办法第五十九条",
    cadence="monthly",
    kind="events",
    key=("clue_number",),
    keeps_unlinked=True,
    use="近期因生活、医疗、住房、就学等困难求助的，作为主动发现的线索",
    known_not_kept={
        "诉求内容": "自由填写的文字，不处理",
        "工单内容": "自由填写的文字，不处理",
        "诉求标题": "自由填写的文字，不处理",
        "工单标题": "自由填写的文字，不处理",
        "问题描述": "自由填写的文字，不处理",
        "处理结果": "自由填写的文字，不处理",
        "回复内容": "自由填写的文字，不处理",
        "备注": "自由填写的文字，不处理",
        "镇街": "按身份证号归到家庭，用不到",
        "村居": "按身份证号归到家庭，用不到",
        "紧急程度": "不论缓急都请核实",
    },
)
