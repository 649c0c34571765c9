"""All kinds of data are told from one another, however their columns are called and mixed.

The kinds are those of the folder: a kind that is added is tried against all the others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from pipelines.recognise import Recognised, recognise
from schemas.columns import ColumnSpec
from schemas.sources import Source, all_sources

SOURCES = all_sources()


def told(rows: Sequence[Sequence[str]]) -> Recognised:
    found = recognise(rows, SOURCES)
    assert isinstance(found, Recognised), (found.reason, rows)
    return found


def some_columns(source: Source, chance: random.Random) -> list[tuple[ColumnSpec, str]]:
    """The required and some of the other columns, each under any of its names, in any order."""
    chosen = [spec for spec in source.columns if spec.required or chance.random() < 0.5]
    chance.shuffle(chosen)
    return [(spec, chance.choice(spec.aliases)) for spec in chosen]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
class TestEveryKind:
    def test_is_known_by_its_required_columns_under_any_title(self, source: Source) -> None:
        header = [spec.title for spec in source.columns if spec.required]
        for other in SOURCES:
            rows = [[f"某区{other.title}"], ["单位：某某局", "", "2026年10月31日"], header]
            # Where the header would do for either of two, the title may decide.
            would_do = other is not source and isinstance(recognise(rows, [other]), Recognised)
            assert would_do or told(rows).source.name == source.name

    def test_is_known_by_any_names_of_its_columns(self, source: Source) -> None:
        chance = random.Random(source.name)  # noqa: S311 - a fixed choice, not a secret
        for _ in range(40):
            columns = some_columns(source, chance)
            found = told([[header for _, header in columns]])
            assert found.source.name == source.name, columns
            assert found.headers == {spec.name: header for spec, header in columns}

    def test_is_known_beside_columns_of_others(self, source: Source) -> None:
        chance = random.Random(source.name)  # noqa: S311
        for other in SOURCES:
            for header, mixed in _mixed(source, other, chance):
                assert told([[*header, *mixed]]).source.name == source.name, (header, mixed)


def _mixed(
    source: Source, other: Source, chance: random.Random
) -> Iterator[tuple[list[str], list[str]]]:
    """A header of one kind, and columns of another that are not all which that one needs."""
    known = {alias for spec in source.columns for alias in spec.aliases}
    foreign = [spec for spec in other.columns if not known.intersection(spec.aliases)]
    needed = [spec for spec in foreign if spec.required]
    for _ in range(2 if needed else 0):
        left_out = chance.choice(needed)
        mixed = [
            chance.choice(spec.aliases)
            for spec in foreign
            if spec is not left_out and chance.random() < 0.5
        ]
        yield [header for _, header in some_columns(source, chance)], mixed[:6]


# Headers as such exports have them, with what nobody loads.
REAL = {
    "civil_affairs__disability_subsidies": (
        "序号,乡镇,村居,姓名,性别,身份证号码,残疾人证号,残疾类别,残疾等级,补贴类型,补贴对象类型,补贴金额,"
        "享受补贴起始月份,续发月份,开户行,银行账号,备注"
    ),
    "civil_affairs__orphans": (
        "序号,镇街,村居,儿童姓名,性别,身份证号,出生日期,儿童类别,养育方式,监护人姓名,监护人身份证号,与儿童关系,"
        "月发放金额,起始年月,备注"
    ),
    "civil_affairs__marriages": (
        "序号,登记机关,男方姓名,男方身份证号,女方姓名,女方身份证号,登记类型,登记日期,结婚证字号"
    ),
    "rural_affairs__farming_subsidies": (
        "序号,镇街,村居,户主姓名,身份证号,补贴项目,补贴年度,补贴面积（亩）,补贴标准,补贴金额（元）,发放日期,一卡通账号"
    ),
    "public_security__household_register": (
        "户号,姓名,公民身份号码,性别,民族,出生日期,与户主关系,户口性质,婚姻状况,文化程度,户籍地址,迁入日期,户口状态,"
        "派出所"
    ),
    "public_security__vehicles": (
        "号牌种类,号牌号码,车辆类型,品牌型号,使用性质,机动车所有人,身份证明号码,初次登记日期,检验有效期止,机动车状态"
    ),
    "human_resources__pensions": (
        "个人编号,姓名,性别,身份证号码,养老保险类型,首次领取年月,月养老金,发放状态,开户银行,银行账号"
    ),
    "human_resources__unemployment": (
        "序号,姓名,性别,身份证号,文化程度,失业登记日期,失业原因,是否领取失业保险金,失业金领取截止年月,登记状态,"
        "联系电话"
    ),
    "human_resources__social_insurance": (
        "个人编号,姓名,身份证号码,单位名称,险种类型,缴费状态,最近缴费年月,缴费基数,参保日期"
    ),
    "tax__income_tax": (
        "纳税人姓名,证照类型,证照号码,扣缴义务人名称,所得项目,税款所属期起,税款所属期止,收入额,免税收入,应纳税额"
    ),
    "market_regulation__business_licences": (
        "统一社会信用代码,企业名称,企业类型,法定代表人,法定代表人证件号码,注册资本（万元）,成立日期,登记状态,经营范围,住所"
    ),
    "natural_resources__real_estate": (
        "不动产权证号,不动产单元号,权利人,权利人证件号码,坐落,用途,建筑面积（平方米）,共有情况,登簿时间,抵押情况"
    ),
    "housing_fund__provident_fund": (
        "单位名称,个人账号,职工姓名,身份证号码,缴存基数,月缴存额,缴至年月,缴存状态,账户余额"
    ),
    "banking__deposits": (
        "序号,授权书编号,授权日期,姓名,身份证号,银行名称,账号,存款余额（元）,查询日期"
    ),
    "securities__holdings": (
        "授权书编号,授权日期,客户姓名,证件号码,证券公司名称,证券账号,持仓市值,市值日期"
    ),
    "civil_affairs__means_checks": (
        "序号,镇街,授权书编号,授权日期,申请人姓名,申请人身份证号,共同生活家庭成员数,家庭月收入,家庭财产是否符合,"
        "超出项目,近12个月刚性支出,报告日期,经办人"
    ),
    "education__student_rolls": (
        "学籍号,学生姓名,性别,身份证件号,学校名称,学段,年级,班级,入学日期,学籍状态,是否住校,监护人姓名,监护人身份证号"
    ),
    "education__school_aid": (
        "序号,学校,学生姓名,身份证号,学期,资助项目,资助金额,发放日期,银行卡号"
    ),
    "veterans__benefits": (
        "序号,镇街,姓名,身份证号码,优抚对象类别,伤残等级,月发放金额,享受起始年月,银行账号"
    ),
    "justice__prison_terms": "姓名,性别,身份证号,执行类别,罪名,刑种,刑期起日,刑期止日,监狱名称",
    "emergency__disaster_records": (
        "镇街,村居,户主姓名,身份证号,家庭人口,受灾时间,灾害种类,房屋受损情况,倒损间数,直接经济损失（万元）,救助金额"
    ),
    "housing__unsafe_dwellings": (
        "序号,镇,行政村,户主姓名,身份证号码,房屋地址,建造年代,鉴定机构,鉴定日期,危房等级,改造情况"
    ),
    "housing__public_rental": (
        "序号,申请人姓名,身份证号,家庭人口,保障方式,月租金,月补贴金额,保障起始年月,小区名称,状态"
    ),
    "marine__fishing_boats": (
        "船名号,渔船编码,船籍港,船舶所有人,身份证号,主机总功率（千瓦）,作业类型,渔船状态"
    ),
    "hotline__clues": (
        "工单编号,来电时间,来电人,来电人身份证号,来电号码,镇街,社区,诉求类别,诉求标题,诉求内容,紧急程度,处理结果"
    ),
    "petition__clues": (
        "信访件编号,登记日期,信访人,信访人身份证号,联系电话,信访形式,内容分类,信访内容,处理意见"
    ),
    "charity__relief": "序号,慈善项目,受助人姓名,身份证号,家庭住址,救助原因,救助金额,发放日期",
    "trade_union__hardship_files": (
        "序号,单位名称,职工姓名,身份证号,困难类别,致困原因,家庭人口,家庭人均月收入,建档日期,联系电话"
    ),
    "health__severe_illness": (
        "序号,镇街,姓名,性别,身份证号,管理类别,病种,确诊日期,是否在治,就诊医院,签约医生"
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_headers_as_exports_have_them(name: str) -> None:
    found = told([["名册"], REAL[name].split(",")])
    assert found.source.name == name
    assert {spec.name for spec in found.source.columns if spec.required} <= set(found.positions)


def test_what_is_said_of_a_spouse_or_guardian_is_not_said_of_the_person() -> None:
    found = told([REAL["education__student_rolls"].split(",")])
    assert (found.headers["name"], found.headers["id_number"]) == ("学生姓名", "身份证件号")
    for first, second in (("男方", "女方"), ("女方", "男方")):
        upper = [first, "", second, "", "登记", ""]
        lower = ["姓名", "身份证号", "姓名", "身份证号", "登记类型", "登记日期"]
        found = told([upper, lower])
        assert found.source.name == "civil_affairs__marriages"
        assert found.headers["id_number"] == "男方/身份证号"
        assert found.headers["spouse_person_id"] == "女方/身份证号"
