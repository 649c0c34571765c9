"""The contract of core.medical_candidates."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class MedicalCandidates(DataFrameModel):
    """Persons whose burden may be over the threshold; of all others it is known not to be."""

    person_id: pl.String = Field(title="人员编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
