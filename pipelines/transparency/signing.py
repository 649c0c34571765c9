"""Part 9: who signed. The only parts of the page that change after the release is made."""

import hashlib
import re
from datetime import datetime
from html import escape
from pathlib import Path

from pipelines.lock import lock_home
from pipelines.manifest import read_manifest
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.transparency.markup import Row, ledger, paragraph, strong, tag
from pipelines.transparency.signatures import (
    NotSignable,
    Signature,
    Signing,
    add_signature,
    read_signatures,
    signing_of,
    told_as,
)

PAGE = "transparency.html"
# Where the page says whether, and by whom, it is signed; what stands between is filled in.
STATE = "<!-- signing: state --><!-- end -->"
PART = "<!-- signing: part --><!-- end -->"
_FILLED = re.compile(r"<!-- signing: (state|part) -->.*?<!-- end -->", re.DOTALL)

_BY_HAND = ("签发人（签名）", "职务、科室", "日期", "盖章")
_MEANING = (
    "签发表示：看过本月的验收结果和这份记录，同意把名单发给各镇街。"
    "签发不改变名单，也不代替对每一户的核实。"
)


def unsigned(page: str) -> str:
    """Return a page without anything that signatures put into it."""
    return _FILLED.sub(lambda found: f"<!-- signing: {found[1]} --><!-- end -->", page)


def told_page(page: str) -> dict[str, str]:
    """Return what the manifest says of the page: its checksum without signatures."""
    checksum = hashlib.sha256(unsigned(page).encode()).hexdigest()
    return {"path": PAGE, "unsigned_sha256": checksum}


def filled(page: str, signing: Signing) -> str:
    """Return a page that says who signed."""
    texts = {"state": _state(signing), "part": _part(signing)}
    return _FILLED.sub(
        lambda found: f"<!-- signing: {found[1]} -->\n{texts[found[1]]}\n<!-- end -->", page
    )


def write_page(page: str, folder: Path, home: Home, month: Month) -> None:
    """Write the page into a release's folder, which holds its manifest already."""
    aside = folder / f".{PAGE}"
    aside.write_text(filled(page, signing_of(home, month, folder)), encoding="utf-8")
    aside.replace(folder / PAGE)


def sign(home: Home, month: Month, name: str, office: str, moment: datetime) -> Signing:
    """Sign a month's release; raises NotSignable where there is none, or its page was changed."""
    who, where = told_as("姓名", name), told_as("职务和科室", office)
    with lock_home(home):
        page = _page_to_sign(home, month)
        read_signatures(home, month)
        checksum = signing_of(home, month).manifest_sha256
        at = moment.isoformat(timespec="seconds")
        add_signature(home, month, Signature(who, where, at, checksum))
        write_page(page, home.release_path(month), home, month)
        return signing_of(home, month)


def _page_to_sign(home: Home, month: Month) -> str:
    folder = home.release_path(month)
    again = f"请重新生成：sanse screen --month {month}"
    if month not in home.released_months():
        raise NotSignable(
            f"{month} 还没有发布的名单，不能签发。请先运行：sanse run --month {month}"
        )
    if not (folder / PAGE).is_file():
        raise NotSignable(f"{month} 的名单没有名单生成说明（{PAGE}），不能签发。{again}")
    page = (folder / PAGE).read_text(encoding="utf-8")
    if read_manifest(folder).get("transparency") != told_page(page):
        raise NotSignable(f"{folder / PAGE} 生成以后被改动过，不能签发。{again}")
    return page


def _state(signing: Signing) -> str:
    look = tag("passed", "已签发") if signing.valid else tag("failed", "尚未签发")
    return f'<div class="state">签发：{look} {escape(signing.sentence)}见第9部分。</div>'


def _part(signing: Signing) -> str:
    rows = [_row(one, tag("passed", "有效")) for one in signing.valid]
    rows += [_row(one, tag("failed", "作废（名单重新生成过）")) for one in signing.void]
    parts = [paragraph(signing.sentence), paragraph(_MEANING)]
    if rows:
        parts.append(ledger(["签发人", "职务、科室", "时间", "效力"], rows))
    if not signing.valid:
        blanks = "".join(f"<div>{title}：</div>" for title in _BY_HAND)
        parts.append(f'<div class="byhand">{blanks}</div>')
    checksum = f"本月 manifest.json 的校验码（SHA-256）：<code>{signing.manifest_sha256}</code>"
    parts.append(f'<p class="small">{checksum}</p>')
    return "\n".join(parts)


def _row(one: Signature, held: str) -> Row:
    at = datetime.fromisoformat(one.signed_at)
    told = f"{at:%Y-%m-%d %H:%M}"
    return Row([strong(one.name), escape(one.office), told, held], "signature", one.name)
