"""The household register of the homes that were asked about: some live elsewhere."""

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.kinds.shape import Kind, Scene, words
from pipelines.district.kinds.welfare import registrations
from pipelines.district.people import DAUGHTER, HEAD, RELATIONSHIPS, SON, SPOUSE

ELSEWHERE = 0.12
GROWN = 22
WIDOWED = 60


def draw_household_register(scene: Scene) -> pl.DataFrame:
    """One row a person; grown children often have a household of their own on paper.

    Who died is struck off: of the few that are not, the office is asked.
    """
    rng = scene.dice("household register")
    world, lives = scene.world, scene.lives
    people = world.people
    luck = rng.random(len(people))
    listed = np.flatnonzero(lives.asked[people.homes])
    relation, ages = people.relationships[listed], lives.ages[listed]
    apart = np.isin(relation, (SON, DAUGHTER)) & (ages >= GROWN) & (luck[listed] < ELSEWHERE)
    homes = "HK" + pl.Series(people.homes[listed]).cast(pl.String).str.zfill(8)
    own = "HF" + pl.Series(listed).cast(pl.String).str.zfill(8)
    frame = pl.DataFrame({"homes": homes, "own": own, "apart": apart})
    struck = ~scene.alive[listed] & (luck[listed] < 0.9)
    gone = (luck[listed] > 0.995) & scene.alive[listed]
    return pl.DataFrame(
        {
            "person": listed,
            "household_number": frame.select(
                pl.when("apart").then("own").otherwise("homes").alias("number")
            )["number"],
            "relationship": words(np.where(apart, HEAD, relation), *RELATIONSHIPS),
            "register_kind": words(listed % 4 % 3, "居民户口", "农业户口", "非农业户口"),
            "marital_status": _marital(scene, listed, ages),
            "register_status": words(
                np.where(struck, 1, np.where(gone, 2, 0)), "正常", "注销", "迁出"
            ),
            "moved_in_date": scene.days_before_the_end(600 + listed * 37 % 9_000),
            "nation": pl.Series(["汉族"] * len(listed), dtype=pl.String),
        }
    )


def _marital(scene: Scene, listed: np.ndarray, ages: np.ndarray) -> pl.Series:
    """Two of three of those who parted told the police."""
    homes = scene.world.people.homes[listed]
    parted = np.isin(listed, _parted(scene)) & (homes % 3 > 0)
    paired = np.isin(listed, scene.lives.couples)
    status = np.select([parted, paired, ages >= WIDOWED, ages >= GROWN + 8], [3, 1, 2, 3], 0)
    return words(status, "未婚", "已婚", "丧偶", "离婚")


def _parted(scene: Scene) -> np.ndarray:
    """Husbands and wives whose divorce was registered before the month."""
    facts = registrations(scene).filter(
        pl.col("registration_kind") == "离婚", pl.col("registered_date") < scene.month.first_date
    )
    return np.asarray(pl.concat([facts["person"], facts["spouse"].rename("person")]))


def make_a_second_head(draft: Draft, _rng: np.random.Generator) -> None:
    """One household has two heads, and one row another birth date: taken, and asked about."""
    rows = draft.frame.select("household_number", "relationship").with_row_index("row")
    heads = rows.filter(pl.col("relationship") == RELATIONSHIPS[HEAD])
    spouses = rows.filter(pl.col("relationship") == RELATIONSHIPS[SPOUSE])
    pairs = spouses.join(heads, on="household_number", suffix="_of_head").sort("row")
    for spouse, head in pairs.select("row", "row_of_head").head(1).rows():
        draft.edit(spouse, "relationship", RELATIONSHIPS[HEAD], "two_heads", Fate.ACCEPTED)
        draft.mark(head, "relationship", "two_heads", Fate.ACCEPTED)
    for other in pairs["row"][1:2]:
        draft.edit(other, "stated_birth_date", "1901-02-03", "birth_differs_from_id", Fate.ACCEPTED)


REGISTER = (
    Kind(
        source="public_security__household_register",
        folder="公安局",
        title="户籍人口",
        headers={
            "household_number": "户号",
            "name": "姓名",
            "stated_sex": "性别",
            "nation": "民族",
            "stated_birth_date": "出生日期",
            "id_number": "公民身份号码",
            "relationship": "与户主关系",
            "register_kind": "户别",
            "marital_status": "婚姻状况",
            "register_status": "户口状态",
            "moved_in_date": "迁入日期",
            "address": "户籍地址",
        },
        draw=draw_household_register,
        spoil=make_a_second_head,
        spellings={
            "marital_status": {"已婚": "有配偶"},
            "register_kind": {"农业户口": "农业家庭户"},
        },
    ),
)
