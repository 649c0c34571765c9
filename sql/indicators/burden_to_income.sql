-- title: 医疗负担占家庭收入比重
-- dimension: health
-- grain: household
-- unit: percent
-- sources: medical_insurance__settlements|medical_insurance__yearly_burdens,
--   rural_affairs__poverty_roster
-- description: 全家观察期内医疗费用个人负担与名册所记家庭纯收入（人均纯收入×人口）之比，百分数；
--   名册没有收入的家庭不计
with burdens as (
    select
        screened_members.household_id,
        sum(medical_burdens.burden_yuan) as burden_yuan,
        max(medical_burdens.last_date) as last_date
    from core.screened_members
    inner join core.medical_burdens on screened_members.person_id = medical_burdens.person_id
    where medical_burdens.burden_yuan > 0
    group by screened_members.household_id
),

incomes as (
    select
        screened_members.household_id,
        min(roster.income_per_capita_yuan) as income_per_capita_yuan
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.income_per_capita_yuan > 0
    group by screened_members.household_id
),

shares as (
    select
        burdens.household_id,
        burdens.last_date,
        cast(
            100 * burdens.burden_yuan
            / nullif(incomes.income_per_capita_yuan * households.members_count, 0)
            as decimal(18, 2)
        ) as share_percent
    from burdens
    inner join incomes on burdens.household_id = incomes.household_id
    inner join core.households on burdens.household_id = households.household_id
    where households.members_count > 0
)

select
    household_id,
    cast(null as varchar) as person_id,
    share_percent as amount,
    last_date as observed_date,
    '医疗个人负担'
    || case
        when share_percent >= 100 then '超过名册所记全年家庭纯收入'
        when share_percent >= 50 then '超过名册所记全年家庭纯收入的一半'
        else '不到名册所记全年家庭纯收入的一半'
    end as evidence
from shares
