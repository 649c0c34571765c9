"""Whom the district's own two lists are about: names that no street list holds."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class DeskPeople(DataFrameModel):
    """One row a person of the district's lists; serves those and is never released itself."""

    person_id: pl.String = Field(title="人员编号", description="由身份证号和密钥算出的编号")
    name: pl.String = Field(nullable=True, title="姓名", description="救助名册写的姓名在先")
    id_number_tail: pl.String = Field(
        nullable=True, title="身份证号后四位", description="核对身份用，只给后四位"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.desk_people"
        title = "区里核对用的姓名"
        description = "区里两份核对清单里的人的姓名，只供生成清单"
        strict = True
        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
