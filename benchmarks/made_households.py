"""Households made up in memory, as the core layer would hold them: for measuring, not for truth.

Shares are plausible, not measured: three people a household, one in three with a certificate,
one household in five checked. All follows from the number of a person: the same every time.
"""

from __future__ import annotations

import duckdb

# One table, its columns, and the select over the people (n: number, person, home) that fills it.
_FILLED = (
    (
        "core.considered_members",
        "person_id, household_id, is_screened",
        """
        select person, home, true
        from made
        """,
    ),
    (
        "core.persons",
        "person_id, birth_date, sex, age_years, is_dead",
        """
        select person, make_date(2026 - age, 1, 1), case when n % 2 =
        0 then '女' else '男' end, age, false
        from made
        """,
    ),
    (
        "core.members",
        """
        person_id, household_id, relationship, residence_status,
        is_head, has_doubt
        """,
        """
        select person, home, case n % 3 when 0 then '户主' when 1 then
        '配偶' else '子' end, case when draw % 20 = 0 then '户在人不在' else
        '人户一致' end, n % 3 = 0, false
        from made
        """,
    ),
    (
        "core.relationships",
        "relationship, role",
        """
        select * from (values ('户主', 'head'), ('配偶', 'spouse'), ('子',
        'member'))
        """,
    ),
    (
        "core.certificates",
        """
        person_id, disability_category, disability_grade, is_valid,
        self_care, employment, observed_month
        """,
        """
        select person, ['肢体', '智力', '精神', '视力', '听力', '言语', '多重'][draw
        % 7 + 1], cast(draw % 4 + 1 as integer), draw % 11 > 0, ['自理',
        '部分自理', '不能自理', null][draw // 4 % 4 + 1], ['无业', '在业',
        null][draw // 16 % 3 + 1], '2026-10'
        from made
        where draw % 3 = 0
        """,
    ),
    (
        "core.benefits",
        """
        household_id, person_id, benefit, amount_yuan, is_monthly,
        source
        """,
        """
        select home, person, '最低生活保障', 600, true, ''
        from made
        where home_draw % 10 = 1
        union all select home, person, '低保边缘家庭', null, true, ''
        from made
        where home_draw % 25 = 2
        union all select home, person, '最低生活保障', 900, true, ''
        from made
        where home_draw % 25 = 2 and draw % 9 = 0
        union all select home, person, '重度残疾人护理补贴', 80, true, ''
        from made
        where draw % 15 = 0
        union all select home, person, '残疾人两项补贴', null, true, ''
        from made
        where draw % 57 = 0
        union all select home, person, '特困人员', null, true, ''
        from made
        where draw % 97 = 0
        union all select home, person, '高龄津贴', case when draw % 2 = 0
        then 100 end, true, ''
        from made
        where age >= 80 and draw % 3 = 0
        """,
    ),
    (
        "core.severe_illnesses",
        "household_id, person_id, confirmed_date",
        """
        select home, person, date '2026-01-01'
        from made
        where draw % 50 = 1
        """,
    ),
    (
        "core.medical_burdens",
        """
        person_id, burden_yuan, inpatient_count, chronic_count,
        last_date, is_from_yearly_list
        """,
        """
        select person, draw % 60000, 0, 0, date '2026-01-01', false
        from made
        where draw % 20 = 1
        """,
    ),
    (
        "core.means",
        """
        household_id, reported_members_count, monthly_income_yuan,
        is_property_within, property_excess, rigid_spending_year_yuan,
        report_date
        """,
        """
        select distinct home, case when home_draw % 7 = 0 then 1 end,
        home_draw // 5 % 700000 / 100, home_draw % 4 > 0, case
        home_draw % 8 when 0 then '车辆' when 4 then '住房' end, home_draw
        % 90000, date '2026-09-01'
        from made
        where home_draw % 5 = 0
        """,
    ),
    (
        "staging.human_resources__social_insurance",
        """
        person_id, insurance_kind, payment_status, delivery_rank,
        is_alternative, row_number, sheet
        """,
        """
        select person, '职工养老', case when draw % 4 = 0 then '中断缴费' else
        '正常缴费' end, 1, false, n, ''
        from made
        where age between 18 and 59 and draw % 5 = 3
        """,
    ),
)


def fill_households(con: duckdb.DuckDBPyConnection, households: int) -> None:
    """Fill the tables that entitlements start from, of an empty warehouse."""
    con.execute(
        "create or replace temp table made as select *, hash(home) % 1000003 as home_draw, "
        "cast((draw * 7 + n) % 100 as integer) as age from (select n, 'P' || n as person, "
        "'H' || n // 3 as home, cast(hash(n) % 1000003 as bigint) as draw "
        f"from range({3 * households:d}) as numbers (n))"
    )
    for table, columns, select in _FILLED:
        con.execute(f"insert into {table} ({columns}) {select}")
    con.execute("drop table made")
