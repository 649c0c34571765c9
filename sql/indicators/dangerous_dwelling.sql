-- title: 危房未改造
-- dimension: living
-- grain: household
-- unit: code
-- sources: housing__unsafe_dwellings
-- description: 鉴定为C级=1、D级=2而没有改造完的住房；鉴定为A级、B级或已改造=0；同户取最重的；脱贫名册
--   已按危房计过的家庭不重复计
with listed as (
    select
        screened_members.household_id,
        dwellings.danger_grade,
        dwellings.repair_status,
        dwellings.delivery_month
    from core.screened_members
    inner join staging.housing__unsafe_dwellings as dwellings
        on screened_members.person_id = dwellings.person_id
    where dwellings.assessed_date <= $as_of_date
    qualify
        row_number() over (
            partition by dwellings.person_id
            order by
                dwellings.delivery_rank desc,
                dwellings.is_alternative asc,
                dwellings.row_number desc,
                dwellings.sheet desc
        ) = 1
),

graded as (
    select
        household_id,
        max(delivery_month) as delivery_month,
        max(
            case
                when coalesce(repair_status, '未改造') = '已改造' then 0
                when danger_grade = 'D' then 2
                when danger_grade = 'C' then 1
                else 0
            end
        ) as danger
    from listed
    group by household_id
)

select
    graded.household_id,
    cast(null as varchar) as person_id,
    cast(graded.danger as decimal(18, 2)) as amount,
    last_day(cast(graded.delivery_month || '-01' as date)) as observed_date,
    case graded.danger
        when 2 then '住房鉴定为D级危房，尚未改造完'
        when 1 then '住房鉴定为C级危房，尚未改造完'
        else '住房鉴定安全或已改造'
    end as evidence
from graded
left join indicators.unsafe_dwelling
    on graded.household_id = unsafe_dwelling.household_id and unsafe_dwelling.amount > 0
where unsafe_dwelling.household_id is null
