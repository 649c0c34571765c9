"""How many stand how to each policy: what the manifest tells."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.matches.entitlements import STATUSES


class PolicyCounts(DataFrameModel):
    """One row a policy that concerns anybody, and status."""

    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    title: pl.String = Field(title="政策名称", description="政策的中文名称")
    grain: pl.String = Field(
        isin=["household", "person"], title="按户还是按人", description="household 户、person 人"
    )
    status: pl.String = Field(
        isin=list(STATUSES), title="结果", description="对照的结果；只是线索，不是决定"
    )
    cases_count: pl.Int64 = Field(title="件数", description="按户的政策为户数，按人的为人数")
    persons_count: pl.Int64 = Field(
        title="人数", description="按人的政策涉及的人数；按户的为零", metadata={"unit": "人"}
    )
    households_count: pl.Int64 = Field(
        title="户数", description="涉及的户数", metadata={"unit": "户"}
    )
    answers_count: pl.Int64 = Field(
        title="对照条数", description="这项政策一共对照了多少条", metadata={"unit": "条"}
    )
    conditions_count: pl.Int64 = Field(
        title="条件数", description="这项政策每件有几条", metadata={"unit": "条"}
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.policy_counts"
        title = "政策对照的结果"
        description = "每项政策每种结果的件数、人数、户数；不写入文件，只供清单和核对"
        strict = True
        metadata = {"key": ("policy", "status")}  # noqa: RUF012 (pandera reads a plain dict)
