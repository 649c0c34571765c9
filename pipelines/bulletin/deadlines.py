"""The figures of what fell due in the month, and of what is overdue at its end."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipelines.bulletin.basis import Basis
from pipelines.bulletin.counted import agree
from pipelines.bulletin.figure import TOLD, Figure, Figures, shown_as
from pipelines.bulletin.households import YIELD
from pipelines.whatif.suppression import Cell, Mark, Sum, marks_of, total_of
from schemas.ledger.deadlines import KINDS

DEADLINES = "deadlines"
KIND_TITLES: Mapping[str, str] = {
    "verify": "列入名单后核实",
    "visit": "按颜色定期走访",
    "clue": "线索核实",
    "conference": "会商定下的任务",
    "half_year_review": "收入不稳定的户半年复核",
    "death_review": "死亡后复核",
    "certificate_reminder": "提醒办残疾证",
    "exit_grace": "渐退期满",
    "no_outcome": "连续列入没有结果",
}
COUNTS: Mapping[str, str] = {
    "due": "本月到期",
    "in_time": "按时办了",
    "late": "办晚了",
    "open": "还没有办",
    "overdue": "逾期未办",
    "overdue_grid": "网格办",
    "overdue_street": "镇街催",
    "overdue_district": "区里催",
}
_PARTS = {
    "due": ("in_time", "late", "open"),
    "overdue": ("overdue_grid", "overdue_street", "overdue_district"),
}
# Closed without having been verified: somebody moved away or was not to be met.
_CLOSED = "closed"
# What is overdue from earlier months, or due and not yet overdue.
_APART = "apart"


def deadline_figures(basis: Basis, told: Figures) -> Iterator[Figure]:
    """Return the deadlines by kind, in the order of the kinds; those that never fell due too.

    Raises CountsDisagree where the same households are counted otherwise in the opening.
    """
    found = _found(basis)
    agree("本月应核实", found["due", "verify"], basis.counted.of_all("due"))
    shown = deadline_marks(found, basis, told)
    for kind in KINDS:
        for name, title in COUNTS.items():
            state = shown_as(shown[name, kind])
            value = Decimal(found[name, kind]) if state == TOLD else None
            yield Figure(DEADLINES, name, title, "件", value, "kind", kind,
                         KIND_TITLES[kind], state)  # fmt: skip


def _found(basis: Basis) -> dict[Cell, int]:
    columns = ", ".join(f"{name}_count" for name in COUNTS)
    rows = basis.con.execute(f"select kind, {columns} from bulletin.deadlines").fetchall()
    counted = {kind: dict(zip(COUNTS, counts, strict=True)) for kind, *counts in rows}
    return {(name, kind): counted.get(kind, {}).get(name, 0) for kind in KINDS for name in COUNTS}


def deadline_marks(found: Mapping[Cell, int], basis: Basis, told: Figures) -> dict[Cell, Mark]:
    """Return how each count is shown; what the opening tells of the same households counts too."""
    values: dict[Cell, int] = dict(found)
    sums: list[Sum] = [
        total_of((whole, kind), [(part, kind) for part in parts])
        for kind in KINDS
        for whole, parts in _PARTS.items()
    ]
    fixed: dict[Cell, Mark] = {}
    for kind in KINDS:
        # In a first month all that is overdue fell due in it: then one count tells the other.
        less, more = sorted((("open", kind), ("overdue", kind)), key=lambda cell: found[cell])
        apart = values[_APART, kind] = found[more] - found[less]
        fixed[_APART, kind] = Mark.UNTOLD if apart else Mark.TOLD
        sums.append(total_of(more, [less, (_APART, kind)]))
    for name, here in (("due", "due"), ("due_in_time", "in_time")):
        values[name] = basis.counted.of_all(name)
        is_told = told.get(YIELD, name).shown == TOLD
        fixed[name] = Mark.TOLD if is_told else Mark.LEFT_OUT
        rest = values[_CLOSED, name] = values[here, "verify"] - values[name]
        sums.append(total_of((here, "verify"), [name, (_CLOSED, name)]))
        if rest < 0:
            agree("按时核实", values[here, "verify"], values[name])
    return marks_of(values, sums, fixed)
