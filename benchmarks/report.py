"""The table and the charts from the stored figures: docs/benchmarks.md and a block of both READMEs.

    python -m benchmarks.report

Nothing is measured here: figures come from ``benchmarks/results``, which `make bench` writes.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.bench import RESULTS
from benchmarks.charts import Bar, bars
from benchmarks.growth import exponent

ROOT = Path(__file__).parent.parent
PAGE, CHARTS = Path("docs/benchmarks.md"), Path("docs/benchmarks")
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
READMES = {"README.md": 1, "README.zh-CN.md": 0}

Told = dict[str, Any]
ABOUT = (
    (
        "这一页和图由 `python -m benchmarks.report` 从 `benchmarks/results` 里存下的数字生成；"
        "重新测量用 `make bench`。"
    ),
    (
        "Page and charts are written by `python -m benchmarks.report` from the figures stored in "
        "`benchmarks/results`; `make bench` measures anew."
    ),
)
HOW_COUNTED = (
    (
        "内存是本进程和工作进程在这一阶段的最高占用；读写是系统调用搬运的字节。"
        "指数：用时随居民人数增长的幂次（对数最小二乘），1 表示成正比。"
    ),
    (
        "Memory is the most that the process and its workers held in the stage; bytes are those "
        "that reading and writing calls moved. Exponent: by least squares on logarithms of wall "
        "time over residents; 1 is in proportion."
    ),
)
# Part → what it is, in Chinese and in English.
PARTS = {
    "floor": ("下限：只读一遍、写一遍", "floor: read once, written once"),
    "sum": ("pandas：只读、加总、合并", "pandas: read, sum, merge only"),
    "checks": ("pandas：同样的检查、退回、名单", "pandas: the same checks, rejects, lists"),
    "cold": ("全年（空目录）", "cold year"),
    "again": ("再跑一次，没有新内容", "again, nothing new"),
    "increment": ("新的一个月", "one month more"),
    "spark": ("同样的 SQL 在 Spark 上（不含接收）", "the same SQL on Spark (files staged before)"),
}
STAGES = {
    "接收": "take in", "退回": "send back", "装载": "load", "归户": "link", "比对": "compare",
    "计量": "measure", "对照": "counter-signs", "筛查": "screen", "对照政策条件": "conditions",
    "汇总可能符合的政策": "policies", "整理名单": "lists", "验收和发布": "accept and release",
    "台账": "ledger",
}  # fmt: skip
_BOTH = None
_SIGNS = {"<=": "≤", ">=": "≥"}
NOT_MEASURED = ("没有测", "not measured")
REST = ("其余（启动、导入等）", "rest (start, imports)")


def load(folder: Path) -> list[Told]:
    """The stored figures of each scale, smallest first."""
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("scale-*.json")]
    return sorted(found, key=lambda told: float(told["scale"]))


def cost(told: Told, part: str, key: str = "wall_seconds") -> float | None:
    """A figure of a part, None where it was not measured."""
    value = told["parts"].get(part, {}).get(key)
    return None if value is None else float(value)


def goals(scales: Sequence[Told], start: Told) -> list[tuple[str, str, str, float | None, float]]:
    """What is aimed at: Chinese, English, how it compares, what was measured, the goal."""
    whole = next((told for told in scales if told["scale"] == 1), None)
    large = next((told for told in scales if told["scale"] == 5), None)
    one: Told = whole or {"parts": {}}
    five: Told = large or {"parts": {}}
    grown = exponent(*_sizes_and_costs(scales, "cold")) if large else None
    rest = _quotient(cost(one, "again"), 1.0)
    starting = start.get("parts", {}).get("import pipelines.cli", {}).get("wall_seconds", 0.0)
    return [
        ("1 × 全年 ÷ 下限", "1 × cold ÷ floor", "<=", _ratio(one, "cold", "floor"), 2),
        ("1 × 全年内存峰值（GB）", "1 × cold peak (GB)", "<=", cost(one, "cold", "peak_gb"), 4),
        ("1 × 新的一个月 ÷ 全年", "1 × increment ÷ cold", "<=",
         _ratio(one, "increment", "cold"), 0.1),
        ("1 × 没有新内容再跑（秒，不含启动）", "1 × again (s, without start-up)", "<=",
         None if rest is None else max(0.0, rest - float(starting)), 3),
        ("1 × 做同样检查的 pandas ÷ 全年", "1 × pandas with the checks ÷ cold", ">=",
         _ratio(one, "checks", "cold"), 5),
        ("1 × 什么都不查的 pandas ÷ 全年", "1 × pandas without checks ÷ cold", ">=",
         _ratio(one, "sum", "cold"), 1),
        ("5 × 全年内存峰值（GB）", "5 × cold peak (GB)", "<=", cost(five, "cold", "peak_gb"), 8),
        ("全年用时随规模增长的指数", "exponent of the cold year", "<=", grown, 1.05),
        ("1 × Great Expectations 和 Prefect ÷ 全年（CPU）", "1 × both packages ÷ cold (CPU)", "<=",
         _quotient(sum(packages_of(one).values()) or None, cost(one, "cold", "cpu_seconds")), 0.15),
        ("sanse --help（秒）", "sanse --help (s)", "<=",
         start.get("parts", {}).get("help", {}).get("wall_seconds"), 0.3),
    ]  # fmt: skip


def _quotient(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below


def _ratio(told: Told, above: str, below: str) -> float | None:
    return _quotient(cost(told, above), cost(told, below))


def _sizes_and_costs(scales: Sequence[Told], part: str) -> tuple[list[float], list[float]]:
    measured = [told for told in scales if cost(told, part)]
    return [t["residents"] for t in measured], [cost(t, part) or 0 for t in measured]


def stages_of(told: Told, part: str = "cold") -> dict[str, Told]:
    """The stages of a run by title; what came twice is added up, of memory the most counts."""
    found: dict[str, Told] = {}
    for stage in told["parts"].get(part, {}).get("stages", []):
        one = found.setdefault(stage["stage"], {})
        for key, value in stage.items():
            if key == "stage" or value is None:
                continue
            one[key] = (
                max(one.get(key, 0), value) if key == "peak_bytes" else one.get(key, 0) + value
            )
    return found


def stage_table(scales: Sequence[Told]) -> list[str]:
    """Each stage of the cold year: seconds, share and memory by scale, and how it grows."""
    measured = [told for told in scales if stages_of(told)]
    head = ["阶段 · stage"]
    for told in measured:
        name = f"{told['scale']:g} ×"
        head += [
            f"{name} 秒 s",
            f"{name} 份额 share",
            f"{name} CPU s",
            f"{name} GB",
            f"{name} 读 r / 写 w GB",
        ]
    lines = [_row([*head, "指数 exponent"]), _row(["---"] + ["--:"] * len(head))]
    for title, english in STAGES.items():
        if any(title in stages_of(told) for told in measured):
            lines.append(_stage_row(title, english, measured))
    lines.append(_rest_row(measured))
    return lines


def _stage_row(title: str, english: str, measured: Sequence[Told]) -> str:
    cells, walls = [f"{title} · {english}"], []
    for told in measured:
        one = stages_of(told).get(title, {})
        walls.append(one.get("wall_seconds", 0.0))
        cells += _stage_cells(one, cost(told, "cold") or 1)
    grown = exponent([told["residents"] for told in measured], walls)
    return _row([*cells, _told(grown)])


def _stage_cells(one: Told, whole: float) -> list[str]:
    if not one:
        return ["–"] * 5
    moved = [one.get(key) for key in ("read_bytes", "written_bytes")]
    told = " / ".join("–" if count is None else f"{count / 1e9:.2f}" for count in moved)
    peak = one.get("peak_bytes")
    wall = one["wall_seconds"]
    return [
        f"{wall:.1f}",
        f"{wall / whole:.0%}",
        f"{one['cpu_seconds']:.1f}",
        "–" if peak is None else f"{peak / 1e9:.2f}",
        told,
    ]


def _rest_row(measured: Sequence[Told]) -> str:
    cells, walls = [" · ".join(REST)], []
    for told in measured:
        whole = cost(told, "cold") or 0
        wall = max(0.0, whole - sum(one["wall_seconds"] for one in stages_of(told).values()))
        walls.append(wall)
        cells += [f"{wall:.1f}", f"{wall / whole:.0%}", "–", "–", "–"]
    return _row([*cells, _told(exponent([told["residents"] for told in measured], walls))])


def part_table(scales: Sequence[Told], language: int | None = _BOTH) -> list[str]:
    """Each part by scale, and how it grows."""
    unit = _label("秒 · CPU 秒 · GB", "s · CPU s · GB", language)
    grows = _label("指数", "exponent", language)
    head = ["", *(f"{told['scale']:g} × {unit}" for told in scales), grows]
    lines = [_row(head), _row(["---"] + ["--:"] * (len(head) - 1))]
    for part, titles in PARTS.items():
        cells = [_part_cell(told["parts"].get(part, {}), language) for told in scales]
        grown = exponent(*_sizes_and_costs(scales, part))
        lines.append(_row([_label(*titles, language), *cells, _told(grown)]))
    return lines


def _part_cell(part: Told, language: int | None) -> str:
    if "failed" in part:
        return _label("失败", "failed", language)
    if "wall_seconds" not in part:
        return _label(*NOT_MEASURED, language)
    return f"{part['wall_seconds']:.1f} · {part['cpu_seconds']:.1f} · {part['peak_gb']:.2f}"


def goal_table(scales: Sequence[Told], start: Told, language: int | None = _BOTH) -> list[str]:
    """What is aimed at, and what was measured."""
    head = [("目标", "goal"), ("要求", "asked"), ("实测", "measured"), ("", "")]
    lines = [_row([_label(*one, language) for one in head]), _row(["---", "--:", "--:", "---"])]
    for chinese, english, sign, value, goal in goals(scales, start):
        told = _label(*NOT_MEASURED, language) if value is None else f"{value:.2f}"
        verdict = "" if value is None else _verdict(sign, value, goal, language)
        name = _label(chinese, english, language)
        lines.append(_row([name, f"{_SIGNS[sign]} {goal:g}", told, verdict]))
    return lines


def _verdict(sign: str, value: float, goal: float, language: int | None) -> str:
    if value <= goal if sign == "<=" else value >= goal:
        return _label("达到", "met", language)
    return f"**{_label('没有达到', 'missed', language)}** ({value / goal:.2f} ×)"


def _label(chinese: str, english: str, language: int | None) -> str:
    """Both, or the one in the language asked for (0 Chinese, 1 English)."""
    if language is None:
        return f"{chinese} · {english}" if english else chinese
    return (chinese, english)[language]


def why_not(scales: Sequence[Told]) -> list[str]:
    """What was not measured or failed, with its reason."""
    lines = []
    for told in scales:
        for part, figures in told["parts"].items():
            reason = figures.get("missing") or figures.get("failed")
            if reason:
                lines.append(f"- {told['scale']:g} × {PARTS.get(part, (part,))[0]}：{reason}")
    return lines


def own_cost(scales: Sequence[Told]) -> list[str]:
    """What the two large packages themselves take of a run, and of the cold year which share."""
    lines = []
    for told in scales:
        for package, seconds in packages_of(told).items():
            share = _quotient(seconds, cost(told, "cold", "cpu_seconds"))
            of_all = "" if share is None else f" = {share:.1%}"
            lines.append(f"- {told['scale']:g} ×: {package} {seconds:.1f} s CPU{of_all}")
    return lines


def packages_of(told: Told) -> dict[str, float]:
    """CPU seconds of Great Expectations (import and verdict) and of Prefect (flow and server)."""
    taken = told["parts"].get("packages", {}).get("cpu")
    if taken is None:
        return {}
    return {
        "Great Expectations": taken["and a release judged"] - taken["imports of a run"],
        "Prefect": max(0.0, taken["screened by the flow"] - taken["screened"]),
    }


def charts(scales: Sequence[Told]) -> dict[str, str]:
    """SVG files by name."""
    drawn = {}
    for told in scales:
        name = f"{told['scale']:g}"
        rows = [
            Bar(f"{chinese} · {part}", (("", wall),), f"{wall:,.1f} s")
            for part, (chinese, _) in PARTS.items()
            if (wall := cost(told, part)) is not None
        ]
        drawn[f"parts-{name}.svg"] = bars(
            f"{name} ×：各部分用时（秒）", f"{name} ×: wall seconds of each part", rows
        )
    shares = [
        Bar(f"{told['scale']:g} × 全年", _shares(told), f"{cost(told, 'cold'):,.0f} s")
        for told in scales
        if stages_of(told)
    ]
    title = "全年的时间花在哪里（份额）"
    drawn["stages.svg"] = bars(title, "shares of the cold year by stage", shares)
    return drawn


def _shares(told: Told) -> tuple[tuple[str, float], ...]:
    found = stages_of(told)
    whole = sum(one["wall_seconds"] for one in found.values()) or 1
    large = {title: one["wall_seconds"] / whole for title, one in found.items()}
    shown = {title: share for title, share in large.items() if share >= 0.03}
    named = [(f"{title} {STAGES.get(title, '')}", share) for title, share in shown.items()]
    return (*named, ("其他 other", 1 - sum(shown.values())))


def page(scales: Sequence[Told], start: Told) -> str:
    """docs/benchmarks.md."""
    drawn = "\n".join(f"![{name}]({CHARTS.name}/{name})" for name in charts(scales))
    parts = [
        "# 速度与内存 · Speed and memory",
        *ABOUT,
        _machines(scales),
        "\n".join(goal_table(scales, start)),
        "## 各部分 · Parts",
        "\n".join(part_table(scales)),
        drawn,
        "## 全年各阶段 · Stages of the cold year",
        "\n".join(stage_table(scales)),
        *HOW_COUNTED,
        "## Great Expectations、Prefect",
        "\n".join(own_cost(scales)) or "没有测 not measured",
    ]
    if reasons := why_not(scales):
        parts += ["## 没有测的 · Not measured", "\n".join(reasons)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _machines(scales: Sequence[Told], language: int | None = _BOTH) -> str:
    lines = []
    for told in scales:
        computer = told["machine"]
        size = told["parts"].get("district", {}).get("input_bytes", 0) / 1e9
        size_told = f"{told['residents']:,} {_label('人', 'residents', language)}, {size:.1f} GB"
        cores = f"{computer['cores']} {_label('核', 'cores', language)}"
        memory = f"{computer['memory_gb']} GB {_label('内存', 'memory', language)}"
        lines.append(f"- {told['scale']:g} ×: {size_told}; {cores}, {memory}")
    return "\n".join(lines)


def readme_block(scales: Sequence[Told], start: Told, language: int) -> str:
    """What stands between the markers of a README: the goals and the parts."""
    name = PAGE.as_posix()
    said = _label(
        f"实测（`make bench`，再 `python -m benchmarks.report`；阶段和图见 [{name}]({name})）：",
        f"Measured (`make bench`, then `python -m benchmarks.report`; stages and charts stand in "
        f"[{name}]({name})):",
        language,
    )
    whole = [told for told in scales if told["scale"] >= 0.1]
    tables = ["\n".join(goal_table(whole, start, language)), "\n".join(part_table(whole, language))]
    chart = f"![stages]({CHARTS.as_posix()}/stages.svg)"
    return "\n\n".join([BEGIN, said, _machines(whole, language), *tables, chart, END])


def into(text: str, block: str) -> str:
    """A README with its block renewed; one without markers stays as it is."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    return between.sub(lambda _: block, text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def write(results: Path, root: Path) -> None:
    """Write the page, the charts and the blocks of the READMEs below ``root``."""
    scales = load(results)
    path = results / "start.json"
    start: Told = json.loads(path.read_text("utf-8")) if path.exists() else {}
    (root / CHARTS).mkdir(parents=True, exist_ok=True)
    (root / PAGE).write_text(page(scales, start), "utf-8")
    for name, drawing in charts(scales).items():
        (root / CHARTS / name).write_text(drawing, "utf-8")
    for name, language in READMES.items():
        readme = root / name
        if readme.exists():
            text = into(readme.read_text("utf-8"), readme_block(scales, start, language))
            readme.write_text(text, "utf-8")


if __name__ == "__main__":
    write(RESULTS, ROOT)
