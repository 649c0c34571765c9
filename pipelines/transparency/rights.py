"""Part 8: how a resident contests a listing, and who may see what."""

from collections.abc import Iterator
from html import escape

from pipelines.transparency.markup import Row, bullets, ledger, paragraph, strong

_RIGHTS = (
    (
        "问：可以问为什么来我家、用了哪些数据、谁登记的。走访人员应当当面说明；说不清的，由镇街向区里查询后答复"
        "（《个人信息保护法》第二十四条、第四十八条）。"
    ),
    "看：可以要求查阅、复制自己的信息（同法第四十五条）。",
    "改：发现不对或不全，可以要求更正、补充（同法第四十六条）。镇街把它转给登记这项数据的部门，更正后下个月重新计算。",
    "拒：可以不接受只由程序作出的决定（同法第二十四条）。这份名单不作决定；不愿意接受这次走访的，说明即可，以后仍然可以申请。",
    "申请：随时可以向镇街的社会救助窗口提出申请（《社会救助暂行办法》第六十条），与颜色和分数无关。",
    (
        "不服：对社会救助部门的决定不服，可以申请行政复议或者提起行政诉讼（《社会救助暂行办法》第六十五条）；"
        "请求被拒绝的，应当说明理由，也可以向人民法院起诉（《个人信息保护法》第五十条）。"
    ),
)
_WHO_SEES = (
    ("本人和家人", "自己家的理由和数据，可以要求说明", "别人家的"),
    (
        "走访人员",
        "本村居各户的纸面核实单：姓名、住址、电话、要问的事",
        "病名、医院、完整证件号码、一笔一笔的费用",
    ),
    ("镇街", "本镇街的名单", "别的镇街的名单"),
    ("各部门经办人", "本部门交来的表和退回的行", "别的部门的数据、名单"),
    (
        "民政局有关科室",
        "已救助家庭里应享未享、待人工核实的名单（含姓名），只用来逐人核实",
        "不得据此直接停发、减发",
    ),
    ("区里的分析人员", "没有姓名和证件号码的数据、各种合计", "非因工作需要，不得把编号与姓名对上"),
    ("其他单位和公众", "这份记录（不含任何人的信息）", "名单"),
)
_BOX_LINES = 4


def rights() -> Iterator[str]:
    """Yield the part."""
    yield bullets(map(escape, _RIGHTS))
    yield paragraph(
        "到哪里提：户籍所在地或居住地的镇街社会救助窗口，也可以请村（居）委会代办；"
        "把下面这张单子填好交去即可，口头说也可以，由工作人员代填。"
    )
    yield _box()
    yield "<h3>谁能看到什么</h3>"
    rows = [Row([strong(who), escape(sees), escape(not_)]) for who, sees, not_ in _WHO_SEES]
    yield ledger(["谁", "能看到", "不能看到"], rows)


def _box() -> str:
    lines = "<div></div>" * _BOX_LINES
    blanks = "".join(
        f"<div>{title}：</div>" for title in ("姓名", "联系电话", "日期", "收到人（镇街）")
    )
    return (
        '<div class="box" id="contest"><b>这里写得不对，因为：</b>'
        f'<div class="lines">{lines}</div><div class="byhand">{blanks}</div></div>'
    )
