"""A package that is imported and not used costs nothing; used later, it is there."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.lazy_packages import loaded_when_used

MODULE = "print('loaded')\nanswer = 42\n"


def test_a_module_is_loaded_at_its_first_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("sanse_later", "sanse_at_once"):
        (tmp_path / f"{name}.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    with loaded_when_used("sanse_later"):
        import sanse_later  # type: ignore[import-not-found]

        assert not capsys.readouterr().out
        import sanse_at_once  # type: ignore[import-not-found]  # noqa: F401

        assert capsys.readouterr().out == "loaded\n"
    assert sys.meta_path == finders
    assert sanse_later.answer == 42
    assert capsys.readouterr().out == "loaded\n"


def test_judging_a_release_loads_no_statistics() -> None:
    script = (
        "import sys\n"
        "from pipelines.acceptance import _great_expectations\n"
        "gx, _ = _great_expectations()\n"
        "assert gx.expectations.ExpectColumnValuesToBeBetween\n"
        "print(sorted({'scipy.linalg', 'altair.vegalite'} & sys.modules.keys()))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
