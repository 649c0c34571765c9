"""Finding a Chinese font on the machine: the one named in SANSE_FONT_FILE, else a usual one."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.errors import SanseError

VARIABLE = "SANSE_FONT_FILE"
# What the page cannot do without; a font that lacks one of them is none for Chinese text.
NEEDED = "三色走访核实户主家庭政策缺，。（）「」：；0123456789-"

# File names, the best first: plain, bold (none: the plain one is drawn a little thicker).
USUAL: tuple[tuple[str, str | None], ...] = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf"),
    ("SourceHanSans-Regular.ttc", "SourceHanSans-Bold.ttc"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("msyh.ttf", "msyhbd.ttf"),
    ("Deng.ttf", "Dengb.ttf"),
    ("simsun.ttc", "simhei.ttf"),
    ("simhei.ttf", None),
    ("FZSSK.TTF", "FZHTK.TTF"),
    ("FZSSJW.TTF", "FZHTJW.TTF"),
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    ("SourceHanSerifSC-Regular.otf", "SourceHanSerifSC-Bold.otf"),
    ("wqy-microhei.ttc", None),
    ("wqy-zenhei.ttc", None),
    ("uming.ttc", None),
    ("DroidSansFallbackFull.ttf", None),
    ("DroidSansFallback.ttf", None),
)
_SIMPLIFIED = (" sc ", " cn ", " gb ")


class FontNotFound(SanseError):
    """No Chinese font is to be had, or the one named cannot be used."""


@dataclass(frozen=True)
class Face:
    """One face of a font file: a collection (.ttc) holds several, numbered from 0."""

    path: Path
    number: int = 0


@dataclass(frozen=True)
class Typeface:
    """What a page is set in; without a bold face the plain one is drawn thicker."""

    plain: Face
    bold: Face | None


def find_typeface() -> Typeface:
    """Return the font that SANSE_FONT_FILE names, else the first usual one that can be used.

    Raises FontNotFound, which names the variable and fonts that do.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return _named_typeface(Path(named))
    installed = _installed(folders())
    for plain_name, bold_name in USUAL:
        plain = _usable(installed.get(plain_name.lower()))
        if plain:
            return Typeface(plain, _usable(installed.get((bold_name or "").lower())))
    raise FontNotFound(
        "这台机器上没有找到中文字体，写不出可打印的页。请装一种（例如 Noto Sans CJK、思源黑体、"
        f"文泉驿微米黑，或 Windows 的宋体、黑体、微软雅黑），或用环境变量 {VARIABLE} "
        "指明一个字体文件（.ttf、.otf 或 .ttc）。"
    )


def folders() -> list[Path]:
    """Return the places where fonts usually lie on this system, people's own first."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        return [local / "Microsoft/Windows/Fonts", windows / "Fonts"]
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/opt/kingsoft/wps-office/office6/fonts"),
    ]


def _installed(places: list[Path]) -> Mapping[str, Path]:
    """Return file name in small letters → font file; of two of one name the first by place."""
    found: dict[str, Path] = {}
    for place in places:
        for file in sorted(_font_files(place)):
            found.setdefault(file.name.lower(), file)
    return found


def _font_files(place: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(place):
        for name in names:
            if name.lower().endswith((".ttf", ".otf", ".ttc", ".otc")):
                yield Path(folder, name)


def _named_typeface(path: Path) -> Typeface:
    plain = _usable(path)
    if plain is None:
        raise FontNotFound(
            f"环境变量 {VARIABLE} 指明的字体 {path} 不能用：没有这个文件，不是字体，是可变字体，"
            "或缺少常用的汉字、标点、数字。请换成一种完整的中文字体，"
            "例如 NotoSansCJK-Regular.ttc、simsun.ttc、simhei.ttf、msyh.ttc。"
        )
    return Typeface(plain, _usable(_bold_beside(path)))


def _bold_beside(path: Path) -> Path | None:
    bold = {plain.lower(): bold for plain, bold in USUAL}.get(path.name.lower())
    return path.with_name(bold) if bold else None


def _usable(path: Path | None) -> Face | None:
    """Return the face of a file to print with, None where there is none."""
    if path is None or not path.is_file():
        return None
    from fontTools.ttLib import TTLibError

    try:
        # Opened here: the library leaves a file open that it cannot read.
        with path.open("rb") as opened:
            number = _first_usable(opened, path.suffix.lower() in (".ttc", ".otc"))
    except (TTLibError, OSError, ValueError, KeyError, AssertionError):
        return None
    return None if number is None else Face(path, number)


def _first_usable(file: BinaryIO, is_collection: bool) -> int | None:
    """Return the number of the best face that holds what is needed, None where none does."""
    from fontTools.ttLib import TTCollection, TTFont

    fonts = TTCollection(file, lazy=True).fonts if is_collection else [TTFont(file, lazy=True)]
    faces = sorted(enumerate(fonts), key=lambda face: _preference(face[1]))
    return next((number for number, face in faces if _holds_needed(face)), None)


def _preference(font: Any) -> int:
    """Return 0 for the face of simplified Chinese, 1 for others, 2 for one made for code."""
    name = str(font["name"].getBestFullName() or "").lower() + " "
    if "mono" in name:
        return 2
    return 0 if any(mark in name for mark in _SIMPLIFIED) else 1


def _holds_needed(font: Any) -> bool:
    # Of a variable font one sees unasked what is often its thinnest weight: it is not taken.
    known = font.getBestCmap() or {}
    return "fvar" not in font and all(ord(sign) in known for sign in NEEDED)
