-- title: 困境儿童保障
-- description: 持有效残疾证（不分等级）、在长期治疗或者家里在享低保的未成年人一人一个；低保家庭里有健全成年劳动力的，
--   生活、就医、就学难不难不知道，要问；监护得好不好要走访时看
-- sources: disabled_federation__certificates,health__severe_illness,civil_affairs__assistance,
--   community__residents
with guaranteed_homes as (
    select distinct household_id
    from core.benefits
    where benefit = '最低生活保障'
),

able_homes as (
    select distinct capacities.household_id
    from core.capacities as capacities
    left join core.guarantee_members as away
        on capacities.person_id = away.person_id and away.reason = '登记不在家'
    where
        capacities.is_able_adult
        and capacities.age_years >= $adult_age_years
        and away.person_id is null
),

cases as (
    select
        capacities.household_id,
        capacities.person_id,
        certificates.person_id is not null as is_disabled,
        certificates.disability_grade,
        illnesses.confirmed_date,
        guaranteed_homes.household_id is not null
        and able_homes.household_id is null as lacks_care
    from core.capacities as capacities
    left join core.certificates as certificates
        on capacities.person_id = certificates.person_id and certificates.is_valid
    left join core.severe_illnesses as illnesses on capacities.person_id = illnesses.person_id
    left join guaranteed_homes on capacities.household_id = guaranteed_homes.household_id
    left join able_homes on capacities.household_id = able_homes.household_id
    where
        capacities.is_minor
        and (
            certificates.person_id is not null
            or illnesses.person_id is not null
            or guaranteed_homes.household_id is not null
        )
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'need'
            then
                case
                    when
                        cases.is_disabled
                        or cases.confirmed_date is not null
                        or cases.lacks_care
                        then true
                end
        when 'care' then case when cases.lacks_care then true end
    end as is_met,
    case
        when conditions.condition = 'care'
            then case when cases.lacks_care then '登记在一起的没有健全的成年劳动力' end
        when cases.is_disabled then '残疾证' || cast(cases.disability_grade as varchar) || '级'
        when cases.confirmed_date is not null then '在长期治疗管理中'
        when cases.lacks_care then '家里在享低保，没有健全的成年劳动力'
        else '家里在享低保，有健全的成年劳动力'
    end as evidence,
    case
        when conditions.condition = 'need' and not cases.is_disabled
            then cases.confirmed_date
    end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join (values ('need'), ('care')) as conditions (condition)
