-- title: 事实无人抚养儿童补贴
-- description: 未成年人一人一个：家里没有能照料的成年人的，或者已在名册上的；能照料指到了成年、未到老年，不是
--   这项政策所说的重残（三级、四级智力和精神残疾也是）和大病患者，也没有登记不在家；父母是谁、各是什么情况没有登记，要走访时问。金额至多是孤儿的标准
-- sources: civil_affairs__orphans,community__residents,disabled_federation__certificates,
--   health__severe_illness,justice__prison_terms
with people as (
    select
        capacities.household_id,
        capacities.person_id,
        capacities.is_minor,
        capacities.is_able_adult
        and capacities.age_years >= $adult_age_years
        and illnesses.person_id is null
        and certificates.person_id is null
        and away.person_id is null as is_carer
    from core.capacities as capacities
    left join core.severe_illnesses as illnesses on capacities.person_id = illnesses.person_id
    -- Parents count as severely disabled here with what other policies call mild.
    left join core.certificates as certificates
        on
            capacities.person_id = certificates.person_id
            and certificates.is_valid
            and (
                position(certificates.disability_category in $unattended_parent_categories) > 0
                -- Which disabilities are several is written on the certificate alone.
                or certificates.disability_category = '多重'
            )
    left join core.guarantee_members as away
        on capacities.person_id = away.person_id and away.reason = '登记不在家'
),

homes as (
    select
        household_id,
        bool_or(is_carer) as has_carer
    from people
    group by household_id
),

listed as (
    select distinct person_id
    from core.benefits
    where benefit = '事实无人抚养儿童'
),

cases as (
    select
        people.household_id,
        people.person_id,
        homes.has_carer,
        listed.person_id is not null as is_listed
    from people
    inner join homes on people.household_id = homes.household_id
    left join listed on people.person_id = listed.person_id
    where people.is_minor and (not homes.has_carer or listed.person_id is not null)
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'parents' then case when cases.is_listed then true end
        when 'no_carer' then not cases.has_carer
    end as is_met,
    case
        when conditions.condition = 'parents' and cases.is_listed then '在事实无人抚养儿童名册上'
        when conditions.condition = 'no_carer' and not cases.has_carer
            then '登记在一起的没有能照料的成年人'
    end as evidence,
    cast(null as date) as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast($orphan_allowance_monthly_yuan as decimal(18, 2)) as high_yuan
from cases
cross join (values ('parents'), ('no_carer')) as conditions (condition)
