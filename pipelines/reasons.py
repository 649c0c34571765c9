"""The rules that a cell or a row may break, and what the sender of the file reads about each.

A sentence says what is wrong and how to mend it in the department's own file. It never holds a
value: the returned list shows the cell beside the sentence.
"""

from typing import Final

REASONS: Final[dict[str, str]] = {
    "formula_error": (
        "单元格里的公式出错（如 #N/A、#REF!），看不到应有的内容。"
        "请改好公式，或直接填上内容（复制后选择性粘贴为数值），再重新提交。"
    ),
    # identity numbers
    "id_missing": "没有填身份证号。请补填本人的18位身份证号。",
    "id_masked": "身份证号中有星号，看不到完整号码。请提供未遮盖的18位身份证号。",
    "id_rounded": (
        "表格把身份证号当成数字保存，末几位已经丢失。"
        "请把这一列设为“文本”格式，从原系统重新导出或重新录入。"
    ),
    "id_length": "身份证号的位数不对。请核对证件，补成18位（老号码为15位）。",
    "id_check": "身份证号的校验码不对，号码中至少有一位写错。请对照证件更正。",
    "id_birth": "身份证号里的出生日期不存在，或晚于本期数据的日期。请对照证件更正。",
    "id_not_resident_card": (
        "这不是居民身份证号（可能是护照、户口簿或其他证件，或写了文字）。请填本人的18位身份证号。"
    ),
    # dates
    "date_ambiguous": (
        "日期可以有几种读法（年份只有两位，或分不清哪个是月、哪个是日）。"
        "请写成“2023-05-01”这样四位年份在前的形式。"
    ),
    "date_impossible": "日历上没有这一天，或年份明显不对。请核对后写成“2023-05-01”的形式。",
    "date_incomplete": "日期不完整，缺少年份或月份。请补全，写成“2023-05-01”的形式。",
    "date_unreadable": "日期读不懂。请写成“2023-05-01”的形式，不要附加文字。",
    "time_unreadable": "时间读不懂。请写成“2023-05-01 08:30:00”的形式。",
    # money and numbers
    "money_unreadable": "金额读不懂。请只写数字，例如“1234.50”。",
    "money_precision": "金额不是整分，小数超过两位。请按元、保留两位小数填写。",
    "money_rounded": "金额被表格写成科学计数法，尾数已经丢失。请把这一列设为“数值”格式后重新导出。",
    "money_unit": "单元格里写的单位与表头的单位不一致。请统一单位，单元格里只写数字。",
    "money_too_large": "金额大得不合常理（超过一百万亿元）。请核对小数点和单位。",
    "number_unreadable": "数字读不懂。请只写阿拉伯数字。",
    "number_rounded": (
        "表格把编号当成数字保存，末几位已经丢失，不同的编号会混成一个。"
        "请把这一列设为“文本”格式，从原系统重新导出。"
    ),
    # codes
    "code_unknown": "填写的内容不在这一列可填的项目之中。请改用规定的名称或代码。",
    "boolean_unknown": "看不出是“是”还是“否”。请填“是”或“否”。",
    # certificate numbers
    "certificate_form": (
        "残疾证号的格式不对，应为身份证号后加一位类别、一位等级，共20位。请对照证件更正。"
    ),
    "certificate_check": "残疾证号里的身份证号校验码或出生日期不对。请对照证件更正。",
    "certificate_rounded": (
        "表格把残疾证号当成数字保存，末几位已经丢失。请把这一列设为“文本”格式后重新导出。"
    ),
    # rows
    "value_missing": "这一列必须填写，但这一行是空的。请补填。",
    "authorisation_missing": (
        "没有写家庭的核对授权（授权书编号、授权日期），这一行的结果不能采用。"
        "请补填；没有取得书面授权的，请从表中删去这一行。"
    ),
    "value_out_of_range": "数值不在合理范围内。请核对后更正。",
    "cell_too_long": (
        "这一行有一格长得不会是一个值（超过 10 万字节），多半是引号没有配对，或者漏了换行。"
        "请补好引号或换行后再交。"
    ),
    "too_many_fields": (
        "这一行的栏数比表头多，内容可能错位。请检查单元格里是否有多余的逗号或换行，并加上引号。"
    ),
    "return_unchanged": "退回后没有改动，原来的问题还在。请按“问题”一列的说明更正后再交。",
    # what street offices send back
    "household_id_form": (
        "户编号不像名单上的编号（H 开头，共 12 位）。请照发出的名单更正；"
        "名单上没有的户，请把户编号留空，写上户主、电话和住址。"
    ),
    "household_not_told": (
        "没有户编号，也没有户主、电话或住址，不知道走访的是哪一户。请补填其中一项。"
    ),
    "visit_without_date": "写了走访结果，没有写走访日期。请补填走访日期。",
    "visit_without_result": (
        "写了走访日期、核实结论或需要的帮扶，没有写走访结果。"
        "请从“已见到、未遇到、已搬走、拒绝”中选一项；还没有走访的，请把这些格留空。"
    ),
    "visit_in_future": "走访日期晚于本期的最后一天，还没有到。请核对年份和月份后更正。",
    "concluded_unseen": (
        "没有见到这一户，不能写核实结论。未遇到的，请把核实结论留空，另约时间再去；"
        "已搬走、拒绝的，可以选“情况复杂，一事一议”。"
    ),
    # clues and what came of them
    "clue_in_future": "接收时间晚于本期的最后一天，还没有到。请核对年份和月份后更正。",
    "visit_before_clue": "核实日期早于接到线索的日期。请核对两个日期。",
    "clue_answer_undated": "写了核实结果，没有写核实日期。请补填是哪一天核实的。",
    "clue_answer_without_result": (
        "写了核实日期、核实结论、需要的帮扶或应转镇街，没有写核实结果。"
        "请从“已见到、未遇到、已搬走、拒绝、不属本镇街”中选一项；还没有核实的，请把这些格留空。"
    ),
    "clue_answer_in_future": "核实日期晚于本期的最后一天，还没有到。请核对年份和月份后更正。",
    # case conferences
    "conference_of_nobody": "没有户编号，不知道会商的是哪一户。请照发出的记录表补填。",
    "conference_undated": "没有写会商日期。请补填；还没有会商的，请把这一行的其他格留空。",
    "conference_undecided": "没有写会商决定。请从下拉列表中选一项。",
    "conference_in_future": "会商日期晚于本期的最后一天，还没有到。请会商以后再填。",
    "task_due_before_conference": "办结期限早于会商日期。请核对两个日期。",
    "task_done_before_conference": "完成日期早于会商日期。请核对两个日期。",
    "task_done_in_future": "完成日期晚于本期的最后一天，还没有到。请办完以后再填。",
    "task_without_department": "写了任务，没有写责任部门，不知道交给谁办。请补填。",
    "task_result_undated": "落实结果是“已落实”，没有写完成日期。请补填。",
    "too_few_fields": "这一行的栏数比表头少，内容不完整。请检查这一行是否被截断。",
}
"""Rule → why the row was returned, and the cure."""

NOTES: Final[dict[str, str]] = {
    "id_from_15": "原为15位老身份证号，已按国家标准换成18位。",
    "id_not_given": "没有写身份证号，对应不到人，只作登记；能问到的请补上。",
    "id_column_held_certificate": "身份证号一列填的是残疾证号，已取其中的18位身份证号。",
    "id_from_certificate": "身份证号损坏或缺失，已取残疾证号中与之相符的18位身份证号。请更正原表。",
    "word_not_kept": "有的标签不在登记的项目之中，没有采用。",
    "read_from_certificate": "残疾类别或等级没有填，已从残疾证号中读出。",
    "certificate_disagrees": "残疾类别或等级与残疾证号不一致，暂按类别、等级两列。请核对。",
    "repeated_identical": "与本文件中另一行完全相同，只计一行。",
    "repeated_return": "退回表里没有改动的行，原来已经采用或已经更正，不再计。",
    "repeated_content": "整个文件的内容以前用别的名字交过，所有行都算重复，没有再次采用。",
    "repeated_differing": (
        "与本文件中另一行是同一记录（同一人或同一笔）而内容不同，以排在后面的一行为准。"
        "请核对两行：后面的一行对，就不用改；这一行才对，就把后面的一行改成这样。"
    ),
    "mended_is_another": (
        "这一行与原表中另一行成了同一人（或同一笔），只算一次。"
        "如果写成了别人的号码，请改正；确实是同一人（同一笔），不用改。"
    ),
    "other_person_unreadable": (
        "配偶等另一人的身份证号读不出来，没有采用；本人的记录照常采用。请更正原表。"
    ),
    "id_differs_from_certificate": "身份证号与残疾证号里的身份证号不同，暂按身份证号一列。请核对。",
}
"""Rule → what was done with a cell that was taken all the same, or what looks odd in it."""

WARNED: Final = frozenset(
    {
        "certificate_disagrees",
        "id_differs_from_certificate",
        "repeated_differing",
        "mended_is_another",
        "formula_error",
        # Of a list that keeps rows without a person: such a row is linked to nobody.
        *(rule for rule in REASONS if rule.startswith("id_")),
    }
)
"""Rules that are told of a row which is taken, and that its sender has to look at."""

ONLY_COUNTED: Final = frozenset(
    {
        "id_from_15",
        "id_not_given",
        "read_from_certificate",
        "word_not_kept",
        "repeated_identical",
        "repeated_return",
    }
)
"""Notes that nobody has to look at row by row: they may concern every row of a file."""


def explain(rule: str) -> str:
    """Return the Chinese sentence of a rule; KeyError names a rule that nobody explained."""
    return REASONS.get(rule) or NOTES[rule]
