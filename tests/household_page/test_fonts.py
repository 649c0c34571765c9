"""The font is found where it usually lies, and what cannot be used is told with its cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.household_page import fonts
from pipelines.household_page.fonts import Face, FontNotFound, Typeface, find_typeface
from tests.household_page.made_up_fonts import make_font, save_collection


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which fonts are looked for."""
    monkeypatch.delenv("SANSE_FONT_FILE")
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path])
    return tmp_path


def test_the_one_named_is_taken(font_file: Path) -> None:
    assert find_typeface() == Typeface(Face(font_file), None)


def test_a_usual_one_is_found_with_its_bold_face_whatever_its_letters(place: Path) -> None:
    (place / "deep").mkdir()
    make_font("黑体").save(place / "SIMHEI.TTF")
    save_collection([make_font("SimSun")], place / "deep" / "SimSun.ttc")
    expected = Typeface(Face(place / "deep" / "SimSun.ttc"), Face(place / "SIMHEI.TTF"))
    assert find_typeface() == expected


def test_of_a_collection_the_face_of_simplified_chinese_is_taken(place: Path) -> None:
    named = ["Noto Sans CJK JP", "Noto Sans Mono CJK SC", "Noto Sans CJK SC"]
    file = place / "NotoSansCJK-Regular.ttc"
    save_collection(map(make_font, named), file)
    assert find_typeface().plain == Face(file, 2)


def test_a_font_without_chinese_or_figures_is_passed_over(place: Path) -> None:
    make_font("Droid", lacking="0123456789").save(place / "simhei.ttf")
    with pytest.raises(FontNotFound, match="SANSE_FONT_FILE") as refused:
        find_typeface()
    assert "Noto Sans CJK" in str(refused.value)


@pytest.mark.parametrize("written", [None, b"", b"no font at all", b"ttcf\x00\x01"])
@pytest.mark.parametrize("name", ["a.ttf", "a.ttc"])
def test_what_is_named_and_no_font_is_told_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes | None, name: str
) -> None:
    if written is not None:
        (tmp_path / name).write_bytes(written)
    monkeypatch.setenv("SANSE_FONT_FILE", str(tmp_path / name))
    with pytest.raises(FontNotFound, match="不能用") as refused:
        find_typeface()
    assert "simsun.ttc" in str(refused.value)


def test_windows_folders_are_those_of_the_machine_and_of_the_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("WINDIR", "D:/Win")
    monkeypatch.setenv("LOCALAPPDATA", "D:/me")
    assert fonts.folders() == [Path("D:/me/Microsoft/Windows/Fonts"), Path("D:/Win/Fonts")]
