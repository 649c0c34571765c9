import subprocess
import sys
from pathlib import Path

from pipelines.settings import Home
from pipelines.summary import newest_release, summarise
from tests.processes import guarded

REPOSITORY = Path(__file__).parents[2]
NOTEBOOK = REPOSITORY / "notebooks" / "explore.py"


def _run_notebook(home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(NOTEBOOK)],
        env=guarded(home.parent / "refused.txt", SANSE_HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_notebook_shows_what_the_newest_release_says(sample_home: Home) -> None:
    shown = _run_notebook(sample_home.root)
    assert shown.returncode == 0, shown.stderr
    summary = summarise(newest_release(sample_home))
    assert not (sample_home.root.parent / "refused.txt").exists()
    assert str(summary.month) == "2026-10"
    for title in ("人群", "镇街", "指标", "得分"):
        assert title in shown.stdout
    assert all(street.street_name in shown.stdout for street in summary.streets[:3])
    # Indicators by the names that people know, not by those of the files.
    assert "医疗费用个人负担" in shown.stdout
    assert "medical_burden" not in shown.stdout


def test_the_notebook_reads_published_outputs_only() -> None:
    told = NOTEBOOK.read_text(encoding="utf-8")
    for inner in ("staging", "identities", "rejects", "warehouse", "duckdb", '"raw"'):
        assert inner not in told


def test_an_empty_home_is_told_so(tmp_path: Path) -> None:
    shown = _run_notebook(tmp_path)
    assert shown.returncode != 0
    assert "sanse run" in shown.stderr
