"""What a rule says, in English, for those who ask for it; the same rules as in `reasons`."""

import re
from typing import Final

from schemas.sources import Source

SENTENCES: Final[dict[str, str]] = {
    "formula_error": (
        "The formula in this cell failed (#N/A, #REF! …), so its content is not shown. "
        "Mend the formula or paste the value itself."
    ),
    # identity numbers
    "id_missing": "No identity number. Fill in the person's own number of 18 characters.",
    "id_masked": "The identity number is masked with stars. Give all 18 characters.",
    "id_rounded": (
        "The sheet held the identity number as a number, so its last digits are lost. "
        "Format the column as text and export or type it anew."
    ),
    "id_length": "The identity number has the wrong length; it needs 18 characters (old ones 15).",
    "id_check": "The check character does not fit: at least one character is wrong. See the card.",
    "id_birth": "The birth date inside the identity number does not exist or is in the future.",
    "id_not_resident_card": (
        "This is no resident identity number (a passport, a household book, words?). "
        "Fill in the person's own number of 18 characters."
    ),
    # dates
    "date_ambiguous": "The date can be read in several ways. Write it as 2023-05-01.",
    "date_impossible": "There is no such day in the calendar. Correct it; write it as 2023-05-01.",
    "date_incomplete": "The date lacks its year or month. Write it as 2023-05-01.",
    "date_unreadable": "The date cannot be read. Write it as 2023-05-01 and nothing beside it.",
    "time_unreadable": "The time cannot be read. Write it as 2023-05-01 08:30:00.",
    # money and numbers
    "money_unreadable": "The amount cannot be read. Write digits only, such as 1234.50.",
    "money_precision": "The amount has more than two decimals. Write yuan with two decimals.",
    "money_rounded": "The amount is in scientific notation and has lost digits. Export it anew.",
    "money_unit": "The unit in the cell is not that of the header. Write digits only.",
    "money_too_large": "The amount is impossibly large. Check the decimal point and the unit.",
    "number_unreadable": "The number cannot be read. Write digits only.",
    "number_rounded": (
        "The sheet held the reference number as a number, so its last digits are lost. "
        "Format the column as text and export it anew."
    ),
    # returned rows
    "return_unchanged": "The row came back unchanged; what was wrong with it still is. Mend it.",
    # codes
    "code_unknown": "The entry is not among those that this column may have. Use a known word.",
    "boolean_unknown": "It cannot be told whether this means yes or no. Write 是 or 否.",
    # certificate numbers
    "certificate_form": (
        "The certificate number should be the identity number, one digit of category and one of "
        "grade: 20 characters."
    ),
    "certificate_check": "The identity number inside the certificate number is wrong.",
    "certificate_rounded": (
        "The sheet held the certificate number as a number, so its last digits are lost."
    ),
    # rows
    "value_missing": "This column must be filled in; here it is blank.",
    "authorisation_missing": (
        "The household's authorisation (its number and date) is missing, so this row may not be "
        "used. Fill it in; without an authorisation in writing, delete the row."
    ),
    "value_out_of_range": "The value is out of range. Check and correct it.",
    "cell_too_long": (
        "A cell of this row has more than 100,000 bytes and is no value: most likely a quote "
        "without its pair or a line end left out. Please correct the row."
    ),
    "too_many_fields": (
        "The row has more cells than the header: its contents may have shifted. Look for stray "
        "commas or line breaks and quote the cell."
    ),
    # what street offices send back
    "household_id_form": (
        "This is no household id of a list (H and 11 more characters). Correct it; of a household "
        "that is not on the list leave it blank and fill in name, phone and address."
    ),
    "household_not_told": (
        "Neither household id nor name, phone or address: nobody knows which household this is."
    ),
    "visit_without_date": "There is a result of a visit but no date. Fill in the date.",
    "visit_without_result": (
        "There is a date, a conclusion or a need but no result of the visit. Choose a result, or "
        "leave all of them blank where nobody has visited yet."
    ),
    "visit_in_future": "The visit is dated after the end of the delivery month. Correct the date.",
    "clue_in_future": "The clue is dated after the end of the delivery month. Correct the date.",
    "visit_before_clue": "The visit is dated before the clue was received. Check both dates.",
    "clue_answer_undated": "There is an answer without the day of the visit. Fill it in.",
    "clue_answer_without_result": (
        "A date, conclusion, help or other street is given without a result (核实结果). Choose one "
        "from the list, or leave the other cells blank."
    ),
    "clue_answer_in_future": (
        "The visit is dated after the end of the delivery month. Correct the date."
    ),
    "conference_of_nobody": "There is no household number (户编号). Copy it from the list.",
    "conference_undated": "The day of the conference is missing. Fill it in, or leave all blank.",
    "conference_undecided": "The decision (会商决定) is missing. Choose one from the list.",
    "conference_in_future": "The conference is dated after the end of the delivery month.",
    "task_due_before_conference": "The task is due before the conference. Check both dates.",
    "task_done_before_conference": "The task was done before the conference. Check both dates.",
    "task_done_in_future": "The task is said to be done after the end of the delivery month.",
    "task_without_department": "A task has no department (责任部门). Fill it in.",
    "task_result_undated": "The task is done (已落实); the day is missing. Fill it in.",
    "concluded_unseen": (
        "Nobody of the household was met, so nothing can be concluded. Leave the conclusion blank; "
        "of those who moved or refused only a conference (情况复杂，一事一议) may be asked for."
    ),
    "too_few_fields": "The row has fewer cells than the header: it may be cut off.",
    # what was taken all the same
    "id_from_15": "An old number of 15 digits, brought to 18 by the national standard.",
    "id_not_given": "No identity number: kept without a person. Add it where it is known.",
    "id_column_held_certificate": (
        "The column holds a disability certificate number; its first 18 characters were taken."
    ),
    "id_from_certificate": (
        "The identity number is damaged or missing; it was taken from the certificate number. "
        "Correct the original."
    ),
    "word_not_kept": "Some tags are not among those registered and were not taken.",
    "read_from_certificate": "Category or grade were blank and were read from the certificate.",
    "certificate_disagrees": (
        "Category or grade differ from the certificate number; the two columns were taken. Check."
    ),
    "repeated_return": "A returned row that was not changed and had been taken before.",
    "repeated_identical": "The same as another row of this file; it counts once.",
    "repeated_content": "The same contents came before in another file; they count once.",
    "repeated_differing": (
        "The same record as another row of this file but with other contents; the later one "
        "counts. If this row is the right one, change the later one."
    ),
    "mended_is_another": (
        "This row has become the same person or payment as another row and counts once. Correct "
        "the number if it is somebody else's."
    ),
    "other_person_unreadable": (
        "The identity number of the other person (a spouse, …) cannot be read and was not taken; "
        "the row itself was. Correct the original."
    ),
    "id_differs_from_certificate": (
        "The identity number differs from the one inside the certificate number; the column of "
        "identity numbers was taken. Check."
    ),
}
"""Rule → what is wrong and how to mend it."""


# What a Chinese reason says → the same in English; the first that is found counts.
_UNREAD: Final[tuple[tuple[str, str], ...]] = (
    (
        r"登记了不处理的内容",
        "It is a list of facts that nobody may collect. Not taken.",
    ),
    (
        r"起还有一张表，不是约定的表",
        "Below it stands another table that was not agreed upon. Put it into a file of its own.",
    ),
    (
        r"起还有一张表，最像",
        "Below it stands another table that lacks required columns. Add them.",
    ),
    (
        r"是另一张表的列名",
        "A second table begins further down. Put the two into files of their own.",
    ),
    (r"压缩包.*(密码|打不开)", "The archive has a password. Pack it without one."),
    (
        r"压缩包.*(\.\.|链接)",
        "The archive holds a link or a path outside itself. Pack the files anew.",
    ),
    (r"套了压缩包", "An archive within an archive within an archive. Unpack it first."),
    (r"压缩方式不常用", "The archive is packed in an unusual way. Pack it as an ordinary zip."),
    (r"压缩包.*没有文件", "The archive is empty. Pack it anew."),
    (r"压缩包.*超过", "The archive holds too many files. Pack only the tables agreed upon."),
    (r"大得不合常理", "Unpacked it would be impossibly large. Send the table itself."),
    (
        r"密码|加密",
        "The workbook has a password that is not known. Remove it, or have it registered.",
    ),
    (r"分不清是哪张表", "The header fits two kinds of table. Write the table's name above it."),
    (r"没有找到已知的表头", "No known header among the first rows. Keep the row of column names."),
    (r"没有内容|没有文件|是空的", "It is empty. Export it anew."),
    (r"正在写入", "It is still being written. Try again when it is done."),
    (r"不是普通文件", "It is no file but a pipe or a device. Hand in the file itself."),
    (r"链接", "It is a link and not a file. Copy the file itself."),
    (r"权限", "It may not be opened. Look at its permissions."),
    (
        r"程序出错",
        "The program failed on this file. Tell those who look after it, without the data.",
    ),
    (r"不是完整的|损坏|空字节|没有传完", "It is damaged or cut off. Save and send it anew."),
    (r"前后错乱", "The rows inside are out of order. Save it as a new xlsx."),
    (r"太多|超过", "It is larger than any table of people. Send only the rows and columns needed."),
    (r"不是表格", "It is no table. Send the xlsx, xls or csv."),
)


def reason_in_english(reason: str) -> str | None:
    """Why something was not read, in English; None for a reason that nobody put into English."""
    found = (english for chinese, english in _UNREAD if re.search(chinese, reason))
    return next(found, None)


def sentence_in_english(rule: str, source: Source) -> str:
    """The English sentence of a rule, be it of the readers or of the source's contract.

    KeyError names a rule that nobody put into English.
    """
    for doubt in source.all_doubts:
        if doubt.rule == rule:
            return doubt.english
    return SENTENCES[rule]
