-- title: 工会困难职工档案
-- dimension: roster
-- grain: household
-- unit: code
-- sources: trade_union__hardship_files
-- description: 工会在册的困难职工：相对困难=1，意外致困=2，深度困难=3；同户取最重的
with listed as (
    select
        screened_members.household_id,
        files.hardship_grade,
        files.delivery_month
    from core.screened_members
    inner join staging.trade_union__hardship_files as files
        on screened_members.person_id = files.person_id
    where files.filed_date <= $as_of_date
    qualify
        row_number() over (
            partition by files.person_id
            order by
                files.delivery_rank desc,
                files.is_alternative asc,
                files.row_number desc,
                files.sheet desc
        ) = 1
),

graded as (
    select
        household_id,
        max(delivery_month) as delivery_month,
        max(
            case hardship_grade
                when '深度困难' then 3
                when '意外致困' then 2
                else 1
            end
        ) as grade
    from listed
    group by household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(grade as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    case grade
        when 3 then '工会建档的深度困难职工家庭'
        when 2 then '工会建档的意外致困职工家庭'
        else '工会建档的相对困难职工家庭'
    end as evidence
from graded
