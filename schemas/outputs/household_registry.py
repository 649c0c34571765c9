"""Which household every living person belongs to: what next month's ids are inherited from."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class HouseholdRegistry(DataFrameModel):
    """One row a living person that the run knows."""

    person_id: pl.String = Field(title="人员编号", description="由身份证号和密钥算出的编号")
    household_id: pl.String = Field(title="户编号", description="截至月末所属的住户")

    class Config:
        """What becomes of the table."""

        name = "outputs.household_registry"
        title = "人户对应"
        description = "截至月末每人所属的住户，用来让户编号逐月不变；不含姓名和证件号码"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("person_id",),
            "file": "household_registry.parquet",
        }
