"""What the policy says, for people: the values of a day, what is due, what is missing, the book."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.benefits import Benefit, load_benefits, told_value
from pipelines.policy import (
    DatedValue,
    Parameter,
    PolicyNotReadable,
    Reference,
    load_parameters,
    policy_at,
)
from pipelines.policy_uses import used_for
from pipelines.scorecard import FILE_NAME, written_head
from pipelines.selects import selects_of

SCOPES = {
    "national": "全国",
    "province": "省",
    "city": "市",
    "district": "区",
    "whatif": "假设",
}
GRAINS = {"household": "按户", "person": "按人"}
FORMS = {"monthly": "按月发钱", "one_off": "一次发钱", "service": "服务", "relief": "减免"}
KINDS = {"fact": "数据能定", "means": "要核对或上门", "sign": "不是法定条件，说明值得问"}
DUE_DAYS = 90

# How a reference begins that names no document.
_NO_DOCUMENT = "没有"
_PREAMBLE = (
    "由 `sanse policy catalogue` 按 `policy/` 生成，不要手工改。"
    "这里写的是线索的依据，不是审批标准；能不能享受由主管部门核实后决定。"
)
_NONE = "（没有）"
_PLACEHOLDER = "占位：没有公开文件"


@dataclass(frozen=True)
class ValueLine:
    """One value in a line, as words: `kind` says what stands behind it."""

    name: str
    title: str
    value: str
    since: str
    scope: str
    kind: str
    reference: str
    review_by: str


def value_lines(day: date) -> list[ValueLine]:
    """What holds on a day: what documents set first, then placeholders, then our own choices."""
    parameters = load_parameters()
    lines = [_line(parameters[name], dated) for name, dated in sorted(policy_at(day).dated.items())]
    if not lines:
        raise PolicyNotReadable(f"{day} 这一天没有任何数值有效。请核对日期。")
    order = ("文件规定", "占位", "没有文件")
    return sorted(lines, key=lambda line: (order.index(line.kind), line.title, line.name))


def _line(parameter: Parameter, dated: DatedValue) -> ValueLine:
    return ValueLine(
        name=parameter.name,
        title=parameter.title,
        value=valued(parameter, dated),
        since=str(dated.since),
        scope=SCOPES[dated.scope],
        kind=kind_of(dated),
        reference=dated.reference.told,
        review_by=str(dated.review_by or "不必"),
    )


def valued(parameter: Parameter, dated: DatedValue) -> str:
    """A value with its unit, as a person reads it."""
    told = told_value(dated.value)
    if told is None:
        return _NONE
    # A share stands for itself; words and yes or no have no unit.
    if isinstance(dated.value, bool | str) or parameter.unit == "比例":
        return told
    return f"{told}%" if parameter.unit == "%" else f"{told} {parameter.unit}"


def kind_of(dated: DatedValue) -> str:
    """What stands behind a value: 文件规定, 占位 or 没有文件."""
    if dated.is_placeholder:
        return "占位"
    return "没有文件" if dated.reference.title.startswith(_NO_DOCUMENT) else "文件规定"


@dataclass(frozen=True)
class DueLine:
    """A value to review: by when, how many days are left (below nothing: past), and where."""

    review_by: date
    days_left: int
    title: str
    value: str
    file: str
    kind: str

    @property
    def when(self) -> str:
        """The date, and how far it is."""
        if self.days_left < 0:
            return f"{self.review_by}（已过 {-self.days_left} 天）"
        return f"{self.review_by}（还有 {self.days_left} 天）"


def due_lines(day: date) -> list[DueLine]:
    """What is to be reviewed within DUE_DAYS of a day, or should have been; the first due first."""
    lines = [
        DueLine(
            dated.review_by,
            (dated.review_by - day).days,
            parameter.title,
            valued(parameter, dated),
            f"policy/{parameter.name}.yaml",
            kind_of(dated),
        )
        for parameter in load_parameters().values()
        if (dated := parameter.at(day)) and dated.review_by
    ]
    title, review_by = written_head()
    if review_by:
        left = (review_by - day).days
        lines.append(DueLine(review_by, left, title, "全部分数", f"policy/{FILE_NAME}", "没有文件"))
    due = [line for line in lines if line.review_by <= day + timedelta(days=DUE_DAYS)]
    return sorted(due, key=lambda line: (line.review_by, line.file))


@dataclass(frozen=True)
class MissingLine:
    """A placeholder: what is told in its place, why, and where it matters."""

    title: str
    value: str
    file: str
    reference: str
    used_for: str


def missing_lines(day: date) -> list[MissingLine]:
    """The values of a day that no public document gives, with what they are used for."""
    used = used_for(day)
    return [
        MissingLine(
            title=parameter.title,
            value=valued(parameter, dated),
            file=f"policy/{parameter.name}.yaml",
            reference=dated.reference.told,
            used_for="、".join(used.get(parameter.name, ())),
        )
        for parameter in load_parameters().values()
        if (dated := parameter.at(day)) and dated.is_placeholder
    ]


def values_page(day: date) -> str:
    """The values of a day as Markdown."""
    heads = ("数值", "代号", "是多少", "自何时", "范围", "性质", "依据", "复核期限")
    rows = (
        (o.title, f"`{o.name}`", o.value, o.since, o.scope, o.kind, o.reference, o.review_by)
        for o in value_lines(day)
    )
    return f"# {day} 的政策数值\n\n{_table(heads, rows)}\n"


def catalogue_page() -> str:
    """The book of policies as Markdown: every policy, document, article and value there is."""
    benefits = sorted(
        load_benefits().values(), key=lambda one: (one.department, one.rank, one.policy)
    )
    parameters = load_parameters()
    departments = sorted({benefit.department for benefit in benefits})
    parts = [
        "# 政策目录",
        _counts(benefits, parameters),
        _PREAMBLE,
        "## 各部门的政策",
        _table(
            ("部门", "政策", "给谁", "形式", "逐条对照"),
            (
                (one.department, one.title, GRAINS[one.grain], FORMS[one.form], _compared(one))
                for one in benefits
            ),
        ),
        *(part for name in departments for part in _department(name, benefits, parameters)),
        "## 全部数值",
        "范围近的优先：区、市、省、全国；同一范围到下一个日期为止。",
        _values_table(parameters),
        "## 文件",
        _documents_table(benefits, parameters),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(benefits: list[Benefit], parameters: dict[str, Parameter]) -> str:
    compared = sum(_compared(benefit) == "是" for benefit in benefits)
    departments = len({benefit.department for benefit in benefits})
    missing = sum(
        any(dated.is_placeholder for dated in parameter.values) for parameter in parameters.values()
    )
    return (
        f"共 {len(benefits)} 项政策，来自 {departments} 个部门，其中 {compared} 项逐户逐条对照，"
        f"其余只列在目录里；{len(parameters)} 个数值，其中 {missing} 个含占位（没有公开文件）。"
    )


def _compared(benefit: Benefit) -> str:
    names = {select.name for select in selects_of("entitlements")}
    return "是" if benefit.policy in names else ""


def _department(
    name: str, benefits: list[Benefit], parameters: dict[str, Parameter]
) -> Iterator[str]:
    yield f"## {name}"
    for benefit in benefits:
        if benefit.department == name:
            yield from _benefit(benefit, parameters)


def _benefit(benefit: Benefit, parameters: dict[str, Parameter]) -> Iterator[str]:
    yield f"### {benefit.title}"
    yield benefit.summary
    until = f"至 {benefit.until}" if benefit.until else "起施行"
    kind = f"{GRAINS[benefit.grain]}，{FORMS[benefit.form]}，{benefit.since} {until}"
    facts = [
        f"- 代号：`{benefit.policy}`；{kind}",
        f"- 到哪里办：{benefit.apply_at}",
        f"- 带什么：{'、'.join(benefit.bring) or '没有规定'}",
        *(f"- 依据：{_linked(document)}" for document in benefit.documents),
    ]
    if benefit.excluded_by:
        article = benefit.exclusion_article or ""
        facts.append(f"- 不与这些同时享受：{'、'.join(benefit.excluded_by)}（{article}）")
    if benefit.follows_from:
        facts.append(
            f"- 在享这些、名册上却没有这一项的，列出来核对：{'、'.join(benefit.follows_from)}"
        )
    yield "\n".join(facts)
    if benefit.conditions:
        yield _table(
            ("条件", "性质", "用到的数值", "依据", "不知道时谁能提供"),
            (
                (
                    condition.title,
                    KINDS[condition.kind],
                    "、".join(_titles(condition.parameters, parameters)),
                    condition.article or "没有",
                    f"{condition.missing}：{condition.supplier}",
                )
                for condition in benefit.conditions
            ),
        )


def _titles(names: Iterable[str], parameters: dict[str, Parameter]) -> Iterator[str]:
    for name in names:
        if name not in parameters:
            raise PolicyNotReadable(
                f"policy/benefits/ 用到 {name}，但没有 policy/{name}.yaml：请新建，或核对拼写。"
            )
        yield parameters[name].title


def _linked(reference: Reference) -> str:
    return f"[{reference.told}]({reference.href})" if reference.href else reference.told


def _values_table(parameters: dict[str, Parameter]) -> str:
    heads = ("数值", "代号", "范围", "自", "至", "是多少", "依据", "复核期限")
    rows = (
        (
            parameter.title,
            f"`{parameter.name}`",
            SCOPES[dated.scope],
            str(dated.since),
            str(dated.until or ""),
            valued(parameter, dated),
            f"**{_PLACEHOLDER}**　{told}" if dated.is_placeholder else told,
            str(dated.review_by or "不必"),
        )
        for parameter in sorted(parameters.values(), key=lambda one: (one.title, one.name))
        for dated in parameter.values
        for told in [_linked(dated.reference)]
    )
    return _table(heads, rows)


def _documents_table(benefits: list[Benefit], parameters: dict[str, Parameter]) -> str:
    """Every document that is named, with its articles and what they set; our own choices not."""
    articles: dict[str, set[str]] = defaultdict(set)
    sets: dict[str, set[str]] = defaultdict(set)
    named = [(one.title, document) for one in benefits for document in one.documents]
    named += [
        (parameter.title, dated.reference)
        for parameter in parameters.values()
        for dated in parameter.values
    ]
    for title, reference in named:
        if not reference.title.startswith(_NO_DOCUMENT):
            sets[reference.title].add(title)
            articles[reference.title] |= {reference.article} if reference.article else set()
    return _table(
        ("文件", "条文", "定什么"),
        (
            (title, "；".join(sorted(articles[title])), "、".join(sorted(sets[title])))
            for title in sorted(sets)
        ),
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
