from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.deliveries import delivery_month

CASES = yaml.safe_load((Path(__file__).parent / "delivery_months.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("path", "month"), CASES.items())
def test_the_last_month_in_a_path_is_its_delivery_month(path: str, month: str | None) -> None:
    found = delivery_month(path)
    assert (str(found) if found else None) == month
