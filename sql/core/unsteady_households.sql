-- title: 收入可能不固定的家庭
-- description: 要对照政策的家庭里，有劳动能力、不在读、单位没有正常缴纳养老保险的成员的，一户一行
with insured as (
    select
        considered.person_id,
        insurance.payment_status
    from core.considered_members as considered
    inner join staging.human_resources__social_insurance as insurance
        on considered.person_id = insurance.person_id
    where insurance.insurance_kind in ('职工养老', '机关事业养老')
    qualify
        row_number() over (
            partition by insurance.person_id, insurance.insurance_kind
            order by
                insurance.delivery_rank desc,
                insurance.is_alternative asc,
                insurance.row_number desc,
                insurance.sheet desc
        ) = 1
),

employed as (
    select distinct person_id
    from insured
    where payment_status = '正常缴费'
)

select distinct capacities.household_id
from core.capacities as capacities
left join employed on capacities.person_id = employed.person_id
where
    capacities.is_able_adult
    and not capacities.is_student
    and employed.person_id is null
