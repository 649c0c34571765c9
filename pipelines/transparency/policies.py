"""Part 6, second half: the policies that households were compared with, and those that were not."""

from collections.abc import Iterator
from html import escape

from pipelines.benefits import Benefit, Condition
from pipelines.policy_catalogue import FORMS, GRAINS, KINDS
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import (
    SMALL,
    Row,
    bullets,
    document_of,
    ledger,
    paragraph,
    people,
    small,
    strong,
    tag,
    unbroken,
)

_STATUSES = {
    "may_qualify": "可能符合",
    "already_receives": "已在享受",
    "cannot_tell": "说不清",
}
_HEADINGS = ("政策", "文件和条文", "条件", "本月结果")
_KIND_LOOKS = {"fact": "passed", "means": "warned", "sign": "not_judged"}
_NO_SELECT = "还没有写成逐条对照的规则，只列在政策目录里"


def policies(facts: Facts) -> Iterator[str]:
    """Yield the policies compared, then the others with the reason."""
    ordered = sorted(
        facts.benefits.values(), key=lambda one: (one.department, one.rank, one.policy)
    )
    compared = [one for one in ordered if one.policy in facts.compared]
    yield f"<h3>逐户对照的政策（{len(compared)} 项）</h3>"
    yield paragraph(
        "对照的结果只是线索：“可能符合”不等于应当享受，“说不清”是还缺材料。条件的性质分三种："
        + "；".join(KINDS.values())
        + f"。结果按户或按人计件，1至4件写作“{SMALL}”。"
    )
    yield ledger(_HEADINGS, [_compared(facts, one) for one in compared])
    others = [one for one in ordered if one.policy not in facts.compared]
    yield f"<h3>没有对照的政策（{len(others)} 项）</h3>"
    yield paragraph("没有对照，不是说不能享受：请走访时询问，或直接问主管部门。")
    yield ledger(["政策", "文件和条文", "为什么没有对照"], [_other(facts, one) for one in others])


def _title(benefit: Benefit) -> str:
    kind = f"{benefit.department}；{GRAINS[benefit.grain]}，{FORMS[benefit.form]}"
    return strong(benefit.title) + small(kind)


def _documents(benefit: Benefit) -> str:
    return "".join(f"<div>{document_of(document)}</div>" for document in benefit.documents)


def _compared(facts: Facts, benefit: Benefit) -> Row:
    return Row(
        [
            _title(benefit),
            _documents(benefit),
            bullets(_condition(facts, condition) for condition in benefit.conditions),
            _results(facts, benefit.policy),
        ],
        "policy",
        benefit.policy,
    )


def _condition(facts: Facts, condition: Condition) -> str:
    words = {kind: told.split("，")[0] for kind, told in KINDS.items()}
    marked = tag(_KIND_LOOKS[condition.kind], words[condition.kind])
    held = [
        facts.parameters[name].title + ("（占位）" if name in facts.placeholders else "")
        for name in condition.parameters
    ]
    used = f"；数值：{'、'.join(held)}" if held else ""
    basis = f"依据：{condition.article or '没有文件'}{used}"
    return f"{escape(condition.title)} {marked}{small(basis)}"


def _results(facts: Facts, policy: str) -> str:
    told = facts.manifest.get("policies", {}).get(policy)
    if told is None:
        return "—"
    counts = [unbroken(f"{title} {people(told[key]['cases'])}") for key, title in _STATUSES.items()]
    return "<br>".join(counts) + small(_gap(facts, policy))


def _gap(facts: Facts, policy: str) -> str:
    """What was missing for a comparison that was made all the same."""
    for told in facts.manifest.get("policies_not_compared", ()):
        if told["policy"] == policy and told["sources"]:
            titles = "、".join(source["title"] for source in told["sources"])
            return f"缺少{titles}，有关的条件说不清"
    return ""


def _other(facts: Facts, benefit: Benefit) -> Row:
    cells = [_title(benefit), _documents(benefit), escape(_reason(facts, benefit))]
    return Row(cells, "policy", benefit.policy)


def _reason(facts: Facts, benefit: Benefit) -> str:
    if facts.day < benefit.since:
        return f"这一天还没有施行（{benefit.since} 起）"
    if benefit.until is not None and facts.day > benefit.until:
        return f"已经停止施行（到 {benefit.until} 为止）"
    return _NO_SELECT
