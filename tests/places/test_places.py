"""Names of streets and communities as departments write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.places import Gazetteer, ReferenceNotReadable, load_reference

SHIPPED = load_reference()
GAZETTEER = Gazetteer(SHIPPED)

STREETS = {
    "珠海街道": "370211009",
    "珠海": "370211009",
    "珠海街道办事处": "370211009",
    "珠海街道办": "370211009",
    "珠海办事处": "370211009",
    " 珠 海\u3000街道 ": "370211009",
    "黄岛区珠海街道": "370211009",
    "青岛西海岸新区珠海街道": "370211009",
    "山东省青岛市黄岛区珠海街道办事处": "370211009",
    "黄岛": "370211001",
    "琅琊镇人民政府": "370211102",
    "３７０２１１００９": "370211009",
    "370211009000": "370211009",
    "灵山岛": "370211401",
    "灵山岛自然保护区": "370211401",
    "王台镇": "370211014",
    "王台": "370211014",
    "张家楼镇": "370211015",
    "藏南镇": "370211109",
    "黄岛街道办事处": "370211001",
}


@pytest.mark.parametrize("written", STREETS)
def test_a_street_is_known_by_its_names(written: str) -> None:
    place = GAZETTEER.find(written, None)
    assert (place.street_code, place.is_retired) == (STREETS[written], False)


@pytest.mark.parametrize("written", ["积米崖管区", "积米崖", "黄岛区积米崖管区"])
def test_a_former_name_whose_code_was_used_again_is_retired(written: str) -> None:
    place = GAZETTEER.find(written, "盐滩社区")
    assert (place.street_code, place.is_retired) == (None, True)


@pytest.mark.parametrize("written", ["临港管区", "胶河管区", "不存在街道", "琅琊街道"])
def test_other_names_are_unknown(written: str) -> None:
    place = GAZETTEER.find(written, "盐滩社区")
    assert (place.street_code, place.is_retired, place.town_key) == (None, False, written)


@pytest.mark.parametrize("town", [None, "", "  ", "黄岛区", "青岛市西海岸新区"])
@pytest.mark.parametrize(
    "community", ["盐滩社区居民委员会", "盐滩社区", "盐滩居委会", "盐滩", "黄岛街道盐滩社区"]
)
def test_without_a_town_the_community_places(town: str | None, community: str) -> None:
    place = GAZETTEER.find(town, community)
    assert (place.street_code, place.community_key) == ("370211001", "370211001001")


def test_a_village_is_known_with_and_without_its_committee() -> None:
    villages = [row for row in SHIPPED.communities if row["community_name"].endswith("村委会")]
    row = villages[0]
    stem = row["community_name"].removesuffix("村委会")
    for written in (f"{stem}村", f"{stem}村民委员会", stem):
        assert GAZETTEER.find("", written).community_key == row["community_code"]


def test_every_shipped_street_and_community_is_found_by_its_own_name() -> None:
    for row in SHIPPED.streets:
        assert GAZETTEER.find(row["street_name"], None).street_code == row["street_code"]
    for row in SHIPPED.communities:
        place = GAZETTEER.find(None, row["community_name"])
        assert place.street_code == row["street_code"]


def test_a_name_that_two_streets_share_places_nobody(tmp_path: Path) -> None:
    write_reference(tmp_path)
    gazetteer = Gazetteer(load_reference(tmp_path))
    assert gazetteer.find("向阳", None).street_code is None
    assert gazetteer.find("向阳镇", None).street_code == "990000100"
    assert gazetteer.find("", "东村").street_code is None
    assert gazetteer.find("", "西村").street_code == "990000100"
    assert gazetteer.find("向阳镇", "东村").community_key == "990000100001"


def test_the_folder_named_by_the_environment_replaces_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reference(tmp_path)
    monkeypatch.setenv("SANSE_REFERENCE_DIR", str(tmp_path))
    assert [row["street_code"] for row in load_reference().streets] == ["990000001", "990000100"]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("streets.csv", None, "读不出来"),
        ("streets.csv", "code,name\n1,向阳镇\n", "表头应当是"),
        ("communities.csv", "community_code,community_name,street_code\n1,东村\n", "列数不对"),
    ],
)
def test_a_faulty_reference_file_is_told_by_name(
    tmp_path: Path, name: str, text: str | None, fault: str
) -> None:
    write_reference(tmp_path)
    if text is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceNotReadable, match=f"{name}.*{fault}"):
        load_reference(tmp_path)


@given(st.text(), st.text())
def test_any_text_is_answered(town: str, community: str) -> None:
    place = GAZETTEER.find(town, community)
    assert place == GAZETTEER.find(f" {town}", f"{community}\u3000")


def write_reference(folder: Path) -> None:
    texts = {
        "streets.csv": "street_code,street_name\n990000001,向阳街道\n990000100,向阳镇\n",
        "communities.csv": "community_code,community_name,street_code\n"
        "990000001001,东村村委会,990000001\n990000100001,东村村委会,990000100\n"
        "990000100002,西村村委会,990000100\n",
        "streets_history.csv": "edition_date,street_code,street_name\n",
        "street_successions.csv": "former_code,former_name,street_code,street_name,evidence\n",
        "name_prefixes.csv": "prefix\n某县\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
