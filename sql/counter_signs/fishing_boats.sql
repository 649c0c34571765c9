-- title: 渔船
-- description: 成员名下没有注销、转出的渔船
-- source: marine__fishing_boats
-- question: 请核实渔船是否还在作业、收入多少、有没有贷款
with listed as (
    select
        screened_members.household_id,
        boats.person_id,
        boats.boat_number,
        boats.status,
        boats.delivery_month
    from core.screened_members
    inner join staging.marine__fishing_boats as boats
        on screened_members.person_id = boats.person_id
    qualify
        row_number() over (
            partition by boats.person_id, boats.boat_number
            order by
                boats.delivery_rank desc,
                boats.is_alternative asc,
                boats.row_number desc,
                boats.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    '登记有' || cast(count(distinct boat_number) as varchar) || '条渔船' as evidence
from listed
where coalesce(status, '正常') not in ('注销', '转出')
group by household_id
