-- title: 主要劳动力不在家
-- dimension: household
-- grain: household
-- unit: count
-- sources: justice__prison_terms
-- told_source: 部门登记
-- description: 劳动年龄成员因法定原因截至截止日仍不能回家的人数；只说不在家，不说原因、是谁，名单和原因里也不写来源
with listed as (
    select
        screened_members.household_id,
        terms.person_id,
        terms.term_kind,
        terms.start_date,
        terms.end_date,
        terms.delivery_month
    from core.screened_members
    inner join staging.justice__prison_terms as terms
        on screened_members.person_id = terms.person_id
    qualify
        row_number() over (
            partition by terms.person_id
            order by
                terms.delivery_rank desc,
                terms.is_alternative asc,
                terms.row_number desc,
                terms.sheet desc
        ) = 1
),

counts as (
    select
        listed.household_id,
        count(*) as away_count,
        max(listed.delivery_month) as delivery_month
    from listed
    inner join core.persons on listed.person_id = persons.person_id
    where
        listed.term_kind in ('在押', '强制戒毒')
        and listed.start_date <= $as_of_date
        and listed.end_date > $as_of_date
        and persons.age_years >= $adult_age_years
        and persons.age_years < $elder_age_years
    group by listed.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(away_count as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    '主要劳动力长期不在家' as evidence
from counts
