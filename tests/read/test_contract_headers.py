"""Every contract's tables are told from all the others', whichever of its headers they bear."""

from __future__ import annotations

import pytest

from pipelines.recognise import ColumnSpec, Recognised, SourceSpec, recognise
from schemas.sources import all_sources

SOURCES: dict[str, SourceSpec] = {source.name: source for source in all_sources()}
CASES = [(source, column) for source in SOURCES.values() for column in source.columns]


def told(header: list[str | None]) -> Recognised:
    found = recognise([["名册"], header], list(SOURCES.values()))
    assert isinstance(found, Recognised), found
    return found


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_full_and_shortest_header(source: SourceSpec) -> None:
    full = told([column.aliases[0] for column in source.columns])
    assert full.source.name == source.name
    assert set(full.positions) == {column.name for column in source.columns}
    shortest = told([column.aliases[0] for column in source.columns if column.required])
    assert shortest.source.name == source.name


@pytest.mark.parametrize(
    ("source", "column"), CASES, ids=[f"{source.name}:{column.name}" for source, column in CASES]
)
def test_every_alias(source: SourceSpec, column: ColumnSpec) -> None:
    required = [c.aliases[0] for c in source.columns if c.required and c.name != column.name]
    for alias in column.aliases:
        found = told([*required, alias])
        assert found.source.name == source.name, alias
        assert found.headers[column.name] == alias


# Headers of exports that are really in use; what is not in a contract stays an extra column.
REAL = {
    "rural_affairs__poverty_roster": (
        "序号,县(市、区、旗),乡(镇),行政村,自然村,户编号,人编号,姓名,证件号码,人数,与户主关系,民族,文化程度,"
        "在校生状况,健康状况,劳动技能,务工时间（月）,是否参加大病保险,致贫原因1,危房户,是否解决安全饮用水,"
        "人均纯收入,户联系电话,人联系电话,首次识别时间,人员识别时间,户类型,易返贫致贫户(监测对象)类型,"
        "风险是否消除,风险识别时间,风险消除时间"
    ),
    "disabled_federation__certificates": (
        "编号,姓名,性别,民族,身份证号,残疾证号,户籍街道,居委会,户籍地址,现在地址,手机,残疾类别,残疾等级,"
        "残疾原因,自理程度,职业状况,申领日期,审批状态"
    ),
    "community__residents": (
        "镇街,社区,网格编码,楼栋,房号,户号,姓名,身份证号,与户主关系,联系电话,居住状态,人员标签"
    ),
    "civil_affairs__assistance": (
        "镇街,村居,户主姓名,户号,姓名,身份证号,救助类别,起始月份,终止月份,月发放金额"
    ),
    "civil_affairs__deaths": "姓名,身份证号,性别,死亡日期,火化日期,家庭住址",
    "medical_insurance__yearly_burdens": "姓名,证件号码,年度,个人负担累计",
    "medical_insurance__settlements": (
        "结算ID,人员编号,姓名,证件号码,险种类型,医疗类别,结算时间,开始日期,结束日期,医疗费总额,全自费金额,"
        "超限价自费费用,先行自付金额,符合政策范围金额,基金支付总额,统筹基金支出,大病保险支出,医疗救助基金支出,"
        "医院负担金额,个人负担总金额,个人账户支出,个人现金支出,有效标志,退费结算标志,定点医药机构名称,病种名称"
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_headers(name: str) -> None:
    found = told(list(REAL[name].split(",")))
    assert found.source.name == name
    assert "民族" not in found.headers.values()
    known = {column.name for column in found.source.columns if column.required}
    assert known <= set(found.positions)
