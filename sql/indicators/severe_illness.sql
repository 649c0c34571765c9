-- title: 重病管理
-- dimension: health
-- grain: household
-- unit: count
-- sources: health__severe_illness
-- description: 卫健部门大病专项救治、严重精神障碍管理中、没有写明已不在治疗的成员人数；一般慢病签约不算；依据不写病种
with listed as (
    select
        screened_members.household_id,
        illness.person_id,
        illness.is_in_treatment,
        illness.delivery_month
    from core.screened_members
    inner join staging.health__severe_illness as illness
        on screened_members.person_id = illness.person_id
    where
        illness.management_kind in ('大病专项救治', '严重精神障碍')
        and illness.confirmed_date <= $as_of_date
    qualify
        row_number() over (
            partition by illness.person_id, illness.management_kind
            order by
                illness.delivery_rank desc,
                illness.is_alternative asc,
                illness.row_number desc,
                illness.sheet desc
        ) = 1
),

counts as (
    select
        household_id,
        count(distinct person_id) as ill_count,
        max(delivery_month) as delivery_month
    from listed
    where coalesce(is_in_treatment, true)
    group by household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(ill_count as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    cast(ill_count as varchar) || '名成员需要长期治疗' as evidence
from counts
