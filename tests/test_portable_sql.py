"""Every file of sql/ keeps to what Spark SQL reads the same way."""

from importlib.resources import files

import pytest

from pipelines.run import LAYERS
from tests.portable_sql import all_findings, findings, to_spark

ALL = {
    f"sql/{folder.name}/{entry.name}": entry.read_text(encoding="utf-8")
    for folder in files("sql").iterdir()
    if folder.is_dir()
    for entry in folder.iterdir()
    if entry.name.endswith(".sql")
}

# Construct → words of the cure that its message must give.
REFUSED = {
    "select a from core.t asof join core.u on t.d >= u.d": "lateral join",
    "select * from core.t unpivot (x for n in (v, w))": "union all",
    "select * from core.t pivot (sum(v) for n in ('a', 'b'))": "union all",
    "select * exclude (a) from core.t": "name the columns",
    "select * replace (1 as a) from core.t": "name the columns",
    "select a from core.t union all by name select a from core.u": "same order on both sides",
    "select quantile_cont(v, 0.5) as q from core.t": "band the values",
    "select percentile_cont(0.5) within group (order by v) as q from core.t": "band the values",
    "select len(list(v)) as n from core.t": "array_length",
    "select len([1, 2]) as n from core.t": "array_length",
    "select s[1:2] as s from core.t": "substring",
    "select list(v order by w) as l from core.t": "list_sort",
    "select array_agg(v order by w) as l from core.t": "list_sort",
    "select string_agg(v, '；' order by w) as l from core.t": "list_sort",
    "select list(distinct v) as l from core.t": "select distinct rows",
    "select date_diff('month', a, b) as n from core.t": "year() * 12",
    "select datediff('year', a, b) as n from core.t": "year() * 12",
    "select d + interval 1 month as d from core.t": "cast the sum to date",
    "select cast(d - interval (n) month as date) as d from core.t": "count with year()",
    "select $on_date - due_date as n from core.t": "date_diff('day', b, a)",
    "select cast(a as date) - t.due_date as n from core.t": "date_diff('day', b, a)",
    "select arg_max(a, b) as a from core.t": "row_number()",
    "select min_by(a, b) as a from core.t": "row_number()",
    "select first(a) as a from core.t": "min, max",
    "select any_value(a) as a from core.t": "min, max",
    "select mode(a) as a from core.t": "min, max",
    "select epoch(d) as e from core.t": "dates as dates",
    "select a / b as c from core.t": "nullif",
    "select a / 0 as c from core.t": "nullif",
    "select a from core.t where a / nullif(b, 0) > 0.3": "cast it to a decimal",
    "select avg(a) as a from core.t": "sum(x)",
    "select cast(a * 0.5 as integer) as a from core.t": "floor(x)",
    "select cast($limit_yuan as integer) as a from core.t": "floor(x)",
    "select cast(a / nullif(b, 0) as integer) as a from core.t": "floor(x)",
    "select array_length(list(a)) as n from core.t": "count(*)",
    "select dayofweek(d) as n from core.t": "a Monday",
    "select hash(a) as h from core.t": "or its md5",
    "select a from core.t where hash(a) in (1, 2)": "or its md5",
    "select t.a from core.t inner join core.u on hash(t.a) = hash(u.a)": "or its md5",
    "select date_trunc('month', d) as d from core.t": "cast it to date",
    "select substring(a, 0, 2) as a from core.t": "count from 1",
    "select t at time zone 'Asia/Shanghai' as t from core.t": "without a zone",
    "select timezone('UTC', t) as t from core.t": "without a zone",
    "select current_date as d": "$as_of_date",
    "select today() as d": "$as_of_date",
    "select now() as d": "$as_of_date",
    "select random() as r": "$as_of_date",
    "select cast(a as timestamptz) as t from core.t": "without one",
    "select a from core.t limit 1": "not the same rows",
    "select a, row_number() over (partition by a) as n from core.t": "not the same row",
    "select a from read_parquet('x.parquet')": "staging table",
    "select a from read_csv('x.csv')": "staging table",
    "select k, min(a) as a from core.t group by k having count(a) = 1": "write table.column",
    "select a, a + 1 from core.t qualify row_number() over (order by a) = 1": "name it",
}
ALLOWED = (
    "select round(a / nullif(b, 0), 4) as c, cast(a / 100 as decimal(16, 2)) as d from core.t",
    "select cast(floor(a / 12) as integer) as c, cast(round(a * 0.5, 0) as integer) as d",
    "select cast(a + 1 as integer) as c, cast(case when a > 0.5 then 1 end as integer) as d",
    "select cast(date_trunc('month', a) as date) as d, substring(a, 1, 2) as s from core.t",
    "select cast(d + interval 1 month as date) as d from core.t",
    "select date_diff('day', a, b) as n from core.t",
    "select array_to_string(list_sort(list(a)), '；') as l from core.t group by b",
    "select a, unnest(string_split(b, '、')) as c from core.t",
    "select a from core.t qualify row_number() over (partition by a order by b desc) = 1",
    "select a from core.t order by a limit 1",
    "select length(a) as n, md5(a) as m from core.t",
    "select a from core.t where hash(a) in (select hash(a) from core.u)",
    "select k, min(a) as a from core.t group by k having count(t.a) = 1",
    "select k, count(*) as n from core.t group by k having count(*) = 1",
)


def test_every_file_of_sql_is_portable() -> None:
    assert list(all_findings(ALL)) == []


def test_all_layers_are_looked_at() -> None:
    assert {path.split("/")[1] for path in ALL} >= set(LAYERS)


@pytest.mark.parametrize("text", REFUSED)
def test_a_construct_is_refused_with_its_cure(text: str) -> None:
    assert any(REFUSED[text] in finding for finding in findings(text)), findings(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_the_portable_form_is_not_refused(text: str) -> None:
    assert findings(text) == []


def test_a_finding_names_file_line_and_cure() -> None:
    text = "-- title: 试\nselect\n    a,\n    round(b / c, 4) as share\nfrom core.t\n"
    assert list(all_findings({"sql/core/t.sql": text})) == [
        "sql/core/t.sql:4: x / y: an error there where y is 0; write x / nullif(y, 0)."
    ]


def test_what_spark_is_given() -> None:
    spark = to_spark("select array_to_string(list_sort(list(a)), '；') as l from core.t")
    assert "COLLECT_LIST" in spark
