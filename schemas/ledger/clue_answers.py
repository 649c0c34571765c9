"""The contract of ledger.clue_answers."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS
from schemas.ledger.answers import STANDINGS
from schemas.ledger.clue_rows import CHECKS


class ClueAnswers(DataFrameModel):
    """Every answer to a clue. Only those that are `merged` speak in the ledger.

    `repeated`: the same again. `conflict`: says another thing of the same day than the one that
    stands; shown to a person, who decides by sending the right one once more. `is_final`: there is
    a conclusion, or nobody of the household can be visited (moved, refused).
    """

    answer_id: pl.String = Field(title="回填编号")
    clue_id: pl.String = Field(title="分办编号")
    checked_date: pl.Date = Field(title="核实日期")
    visit_result: pl.String = Field(isin=CHECKS, title="核实结果")
    outcome: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    referred_street_code: pl.String = Field(nullable=True, title="应转镇街代码")
    known_month: pl.String = Field(title="送达月份")
    delivery_rank: pl.Int32 = Field(title="送达先后")
    is_final: pl.Boolean = Field(title="是否办结")
    standing: pl.String = Field(isin=STANDINGS, title="是否采用")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("answer_id",)}  # noqa: RUF012 (pandera reads a plain dict)
