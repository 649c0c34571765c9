"""市场监管 市场主体登记: which businesses a person runs."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

STATUSES = {
    "存续": (
        "在营", "开业", "在业", "正常", "存续(在营、开业、在册)", "在营(开业)", "登记成立",
        "在册", "在营(开业)企业", "存续(在营、开业、在册)企业", "正常经营", "确立", "有效",
    ),
    "停业": ("歇业", "停业(歇业)", "清算中", "已停业", "停业、歇业", "休业"),
    "吊销": ("已吊销", "吊销未注销", "吊销,未注销", "吊销(未注销)"),
    "注销": ("已注销", "注销登记", "吊销已注销", "吊销,已注销", "吊销后注销", "撤销"),
    "迁出": ("已迁出", "迁往市外"),
}  # fmt: skip


class BusinessLicences(Received):
    """One row a business and the person who answers for it."""

    name: pl.String = person_name(
        "经营者", "经营者姓名", "法定代表人", "法定代表人姓名", "法人姓名", "法人代表", "负责人",
        "负责人姓名", "投资人", "法定代表人(负责人)", "经营者(负责人)",
    )  # fmt: skip
    id_number: pl.String = person_number(
        "经营者身份证号", "经营者身份证号码", "经营者证件号码", "法定代表人身份证号",
        "法定代表人身份证号码", "法定代表人证件号码", "法人身份证号", "法人证件号码",
        "负责人身份证号", "负责人证件号码", "投资人身份证号",
    )  # fmt: skip
    credit_code: pl.String = column(
        "统一社会信用代码", kind="reference_number", required=True,
        aliases=(
            "社会信用代码", "信用代码", "注册号", "营业执照号", "营业执照注册号", "统一信用代码",
            "统一社会信用代码/注册号",
        ),
        purpose="同一市场主体只计一次",
    )  # fmt: skip
    status: pl.String = column(
        "经营状态", kind="code", required=True, words=STATUSES, unknown="reject",
        isin=list(STATUSES),
        aliases=(
            "登记状态", "企业状态", "主体状态", "市场主体状态", "存续状态", "状态", "营业状态",
        ),
        purpose="已停业、吊销、注销的不算在经营",
    )  # fmt: skip


SOURCE = Source(
    contract=BusinessLicences,
    title="市场主体登记",
    department="市场监管局",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对工商登记）",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id", "credit_code"),
    use="不加分也不减分；入户时请核实的经营提示；登记失业却在经营的，退回请核对",
    known_not_kept={
        "企业名称": "名单不写字号",
        "字号名称": "名单不写字号",
        "市场主体名称": "名单不写字号",
        "经营范围": "筛查用不到",
        "经营场所": "筛查用不到",
        "主体类型": "只看是否存续",
        "注册资本": "认缴的数额说明不了家境",
        "成立日期": "只看是否存续",
    },
)
