"""Which household a received clue is about: what the ledger joins clues by."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ClueHouseholds(DataFrameModel):
    """One row a clue of which the household is known; who it is stands apart."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    source: pl.String = Field(title="来源", description="线索登记、热线工单或信访事项")
    file_id: pl.String = Field(title="文件", description="交来的文件，内容校验和的前 16 位")
    sheet: pl.String = Field(title="工作表", description="文件里的工作表")
    row_number: pl.Int32 = Field(title="行", description="在工作表中的行号")
    person_id: pl.String = Field(title="人员编号", description="线索说的人")
    household_id: pl.String = Field(title="户编号", description="这个人截至月末所属的住户")
    matched_by: pl.String = Field(
        isin=["number", "phone", "address"],
        title="怎样对上",
        description="number 身份证号、phone 姓名和电话、address 姓名和住址",
    )
    street_code: pl.String = Field(
        nullable=True, title="镇街代码", description="这一户所在的镇街；空：对不上镇街"
    )
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="这一户所在的社区（村居）"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.clue_households"
        title = "线索对应的户"
        description = "线索登记、热线、信访里对得上的每一条是哪一户；姓名、电话、住址不在这里"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("source", "file_id", "sheet", "row_number"),
            "file": "clue_households.parquet",
        }
