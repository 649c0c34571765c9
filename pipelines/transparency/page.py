"""The record as one page."""

from collections.abc import Iterable
from html import escape

from pipelines.manifest import Json
from pipelines.page import document, faint, month_words
from pipelines.policy import Policy
from pipelines.transparency.colours import colours
from pipelines.transparency.facts import Facts
from pipelines.transparency.indicators import indicators
from pipelines.transparency.legal_basis import legal_basis
from pipelines.transparency.limits import limits
from pipelines.transparency.markup import section
from pipelines.transparency.parameters import parameters, warning
from pipelines.transparency.policies import policies
from pipelines.transparency.purpose import purpose
from pipelines.transparency.rights import rights
from pipelines.transparency.signing import PART, STATE
from pipelines.transparency.sources import sources
from pipelines.transparency.style import STYLE


def record_page(manifest: Json, policy: Policy) -> str:
    """Return the page of a release, without signatures: those are filled in by `signing`."""
    facts = Facts(manifest, policy)
    parts: dict[str, Iterable[str]] = {
        "用途，和列入名单不是什么": purpose(facts),
        "法律依据": legal_basis(),
        "本月用了哪些数据": sources(facts),
        "指标": indicators(facts),
        "红、橙、黄怎样划分": colours(facts),
        "当天有效的规定和政策": [*parameters(facts), *policies(facts)],
        "已知的局限": limits(facts),
        "怎样提出异议，谁能看到什么": rights(),
        "谁签发": [PART],
    }
    month = month_words(manifest["month"])
    title = f"{month}名单生成说明（透明度记录）"
    body = [
        f"<h1>{title}</h1>",
        faint(
            f"截至 {manifest['as_of_date']}。本页写明{month}的走访名单是怎样来的，"
            "没有任何居民的信息，可离线打开、打印存档。"
        ),
        STATE,
        _contents(parts),
        warning(facts),
        *(section(number, name, told) for number, (name, told) in enumerate(parts.items(), 1)),
    ]
    return document(title, body, STYLE)


def _contents(titles: Iterable[str]) -> str:
    links = "\n".join(
        f'<a href="#part-{number}">{number}　{escape(title)}</a>'
        for number, title in enumerate(titles, 1)
    )
    return f'<nav class="contents">\n{links}\n</nav>'
