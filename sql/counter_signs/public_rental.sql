-- title: 公租房保障
-- description: 成员在享公租房实物配租或租赁补贴；轮候、退出的不问
-- source: housing__public_rental
-- question: 请核实是否仍住在公租房里、补贴是否到账、是否拖欠租金
with listed as (
    select
        screened_members.household_id,
        rental.person_id,
        rental.guarantee_kind,
        rental.status,
        rental.delivery_month
    from core.screened_members
    inner join staging.housing__public_rental as rental
        on screened_members.person_id = rental.person_id
    qualify
        row_number() over (
            partition by rental.person_id
            order by
                rental.delivery_rank desc,
                rental.is_alternative asc,
                rental.row_number desc,
                rental.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    case
        when max(guarantee_kind) = '租赁补贴' and min(guarantee_kind) = '租赁补贴'
            then '在领公租房租赁补贴'
        else '住在公租房'
    end as evidence
from listed
where coalesce(status, '在保') = '在保'
group by household_id
