"""Headers under which the same personal fact arrives, whatever the department, and its columns."""

from typing import Any

from schemas.columns import column

ID_NUMBERS = (
    "身份证号码",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
    "居民身份证号",
    "证件号码",
    "身份证",
    "身份证件号码",
    "证件号",
    "身份证件号",
    "公民身份号",
    "居民身份号码",
    "身份号码",
)
PHONES = ("联系电话", "手机号", "手机号码", "本人电话", "联系方式", "电话", "移动电话")
# The present address first: that is where somebody answers the door.
ADDRESSES = ("现住址", "居住地址", "家庭住址", "家庭地址", "联系地址", "地址", "户籍地址")
TOWNS = (
    "镇街",
    "街道",
    "乡镇",
    "乡镇街道",
    "镇(街道)",
    "乡(镇)",
    "乡镇(街道)",
    "街道(乡镇)",
    "所属镇街",
    "所属街道",
    "户籍所属街道",
    "所在镇街",
)
VILLAGES = (
    "社区",
    "村居",
    "居委会",
    "村(居)",
    "行政村",
    "村(社区)",
    "社区(村)",
    "村委会",
    "所属社区",
    "户籍所属社区",
)
RELATIONSHIPS = ("与户主的关系", "与户主关系", "户主关系", "家庭关系")
HOUSEHOLD_NUMBERS = ("户编号", "户号", "家庭编号", "户编码", "家庭户号")


def person_name(*aliases: str) -> Any:
    """The name of whom the row is about."""
    return column("姓名", kind="name", aliases=aliases, purpose="核对是否同一人")


def person_number(*aliases: str, required: bool = True) -> Any:
    """The identity number of whom the row is about: what every row is linked by."""
    return column(
        "身份证号", kind="identity_number", aliases=(*ID_NUMBERS, *aliases), required=required,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip


def town() -> Any:
    """The town or street office as the list names it."""
    return column("镇街", kind="text", aliases=TOWNS, purpose="核对这个镇街的数据交齐没有")


def community() -> Any:
    """The village or community as the list names it."""
    return column(
        "村居", kind="text", aliases=VILLAGES, purpose="没有写镇街时，按村居核对数据交齐没有"
    )
