"""Where clues lie: the places that they and the households are told by, as codes."""

import polars as pl

from pipelines.places import Gazetteer, Reference
from pipelines.warehouse import Connection, create_table

CLUE_PLACES_SCHEMA: dict[str, pl.DataType] = {
    "town_name": pl.String(),
    "community_name": pl.String(),
    "street_code": pl.String(),
    "community_code": pl.String(),
}
_WRITTEN = """
select coalesce(town_name, '') as town_name, coalesce(community_name, '') as community_name
from staging.field__clues
union
select referred_town, '' from staging.field__clues where referred_town is not null
union
select street_code, coalesce(community_name, '') from releases.listings
union
select street_code, coalesce(community_name, '') from releases.clue_households
where street_code is not null
order by 1, 2
"""


def load_clue_places(con: Connection, reference: Reference) -> None:
    """Create `reference.clue_places`: one row a pair of town and community as written.

    Blank is the empty text. The codes are null where the place's own reference files know none:
    nothing is guessed.
    """
    gazetteer = Gazetteer(reference)
    communities = {row["community_code"] for row in reference.communities}
    rows = []
    for town, community in con.execute(_WRITTEN).fetchall():
        place = gazetteer.find(town, community)
        code = place.community_key if place.community_key in communities else None
        rows.append((town, community, place.street_code, code))
    frame = pl.DataFrame(rows, schema=CLUE_PLACES_SCHEMA, orient="row")
    create_table(con, "reference.clue_places", frame)
