"""Files that are no source, or not new: a staff list, a damaged workbook, the same file again."""

import io

import xlsxwriter

from pipelines.district.files import CREATED
from pipelines.district.inbox import Inbox
from pipelines.district.world import World

STAFF = (
    ("街道", "经办人", "办公电话", "备注"),
    ("示范街道", "甲某", "19900000000", "周一至周五"),
    ("示范镇", "乙某", "19900000001", ""),
)


def deliver_strays(world: World, inbox: Inbox) -> None:
    """Write one unrecognised file, one unreadable file and one copy under another name."""
    month = world.calendar.months[-1]
    folder = f"民政/{month.year}年{month.month}月"
    inbox.foreign(f"{folder}/各镇街经办人员通讯录.xlsx", str(month), _staff_list(), "unrecognised")
    damaged = _staff_list()[:600]
    inbox.foreign(f"{folder}/低收入人口补充名单.xlsx", str(month), damaged, "unreadable")
    deaths = f"{folder}/死亡人员信息_{month.year}{month.month:02d}"
    inbox.copy(f"{deaths}.csv", f"{deaths}（再次报送）.csv", str(month))


def _staff_list() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("通讯录")
        for line, cells in enumerate(STAFF):
            sheet.write_row(line, 0, cells)
    return content.getvalue()
