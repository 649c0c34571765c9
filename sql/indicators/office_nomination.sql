-- title: 镇街补报
-- dimension: office
-- grain: household
-- unit: count
-- sources: field__visit_results
-- told_source: 镇街补报
-- description: 规定月数内有几个月镇街在走访名单上手工补报过这一户；补报的户即使没有部门的数据说到，也列入筛查
with nominated as (
    select
        screened_members.household_id,
        count(distinct nominations.delivery_month) as months_count,
        max(nominations.delivery_month) as delivery_month
    from core.screened_members
    inner join core.nominations as nominations
        on screened_members.person_id = nominations.person_id
    where
        12 * (year($as_of_date) - cast(substring(nominations.delivery_month, 1, 4) as integer))
        + month($as_of_date) - cast(substring(nominations.delivery_month, 6, 2) as integer)
        < $nomination_months
    group by screened_members.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(months_count as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    '镇街了解情况，在走访名单上补报了这一户' as evidence
from nominated
