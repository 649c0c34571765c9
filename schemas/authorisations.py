"""The household's authorisation, without which nobody's accounts may be asked for.

社会救助暂行办法第五十八条: the means of a household are checked on its request or authorisation.
"""

from typing import Any

from schemas.columns import column


def authorisation_number() -> Any:
    """The number of the authorisation, as the department files it."""
    return column(
        "授权书编号", kind="reference_number", required=True, missing_rule="authorisation_missing",
        aliases=(
            "授权编号", "核对授权书编号", "授权委托书编号", "委托书编号", "授权号",
            "核对委托书编号", "授权书号", "核对授权编号",
        ),
        purpose="没有家庭授权的核对结果不得使用",
    )  # fmt: skip


def authorisation_date() -> Any:
    """When the household authorised the check."""
    return column(
        "授权日期", kind="date", required=True, missing_rule="authorisation_missing",
        aliases=(
            "授权书日期", "授权时间", "委托日期", "授权签署日期", "授权书签署日期", "签署日期",
            "委托时间",
        ),
        purpose="没有家庭授权的核对结果不得使用",
    )  # fmt: skip
