from __future__ import annotations

from pathlib import Path

import pytest

from tests.household_page.made_up_fonts import COMMON, make_font


@pytest.fixture(scope="session")
def font_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A font that holds the common characters, made for the tests."""
    path = tmp_path_factory.mktemp("fonts") / "boxes.ttf"
    make_font("Boxes SC", COMMON).save(path)
    return path


@pytest.fixture(autouse=True)
def _made_up_font(font_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANSE_FONT_FILE", str(font_file))
