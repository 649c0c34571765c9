"""What a rule says, in English, for those who ask for it; the same rules as in `reasons`."""

from typing import Final

from schemas.sources import Source

SENTENCES: Final[dict[str, str]] = {
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
    "too_many_fields": (
        "The row has more cells than the header: its contents may have shifted. Look for stray "
        "commas or line breaks and quote the cell."
    ),
    "too_few_fields": "The row has fewer cells than the header: it may be cut off.",
    # what was taken all the same
    "id_from_15": "An old number of 15 digits, brought to 18 by the national standard.",
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
        "The same record as another row of this file but with other contents; the later one counts."
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


def sentence_in_english(rule: str, source: Source) -> str:
    """The English sentence of a rule, be it of the readers or of the source's contract.

    KeyError names a rule that nobody put into English.
    """
    for doubt in source.all_doubts:
        if doubt.rule == rule:
            return doubt.english
    return SENTENCES[rule]
