-- title: 经济困难老年人补贴
-- description: 老人一人一个：家里在享低保、特困、低保边缘的，高龄的，残疾证写明要人照护的；经济困难先看救助名册，没有的
--   看核对报告，都没有的为不知道；高龄或失能有一样就行；同类的护理补贴只能择高领一项，已领的要问
-- sources: civil_affairs__assistance,civil_affairs__means_checks,disabled_federation__certificates,
--   civil_affairs__disability_subsidies
with assisted_homes as (
    select
        household_id,
        min(benefit) as benefit,
        max(observed_date) as observed_date
    from core.benefits
    where benefit in ('最低生活保障', '特困人员', '低保边缘家庭') and is_monthly
    group by household_id
),

cared as (
    select
        person_id,
        max(observed_date) as observed_date
    from core.benefits
    where benefit in ('重度残疾人护理补贴', '残疾人两项补贴') and is_monthly
    group by person_id
),

elders as (
    select
        considered.household_id,
        considered.person_id,
        persons.age_years,
        persons.age_years >= $advanced_age_first_years as is_advanced,
        capacities.self_care,
        assisted_homes.benefit,
        assisted_homes.observed_date as assisted_date,
        cared.person_id is not null as is_cared,
        cared.observed_date as cared_date
    from core.considered_members as considered
    inner join core.persons as persons on considered.person_id = persons.person_id
    inner join core.capacities as capacities on considered.person_id = capacities.person_id
    left join assisted_homes on considered.household_id = assisted_homes.household_id
    left join cared on considered.person_id = cared.person_id
    where
        persons.age_years >= $elder_age_years - 1
        and (
            assisted_homes.household_id is not null
            or persons.age_years >= $advanced_age_first_years
            or capacities.self_care in ('partly', 'unable')
        )
),

means as (
    select
        household_id,
        report_date,
        case
            when
                monthly_income_yuan
                >= cast(
                    $dibao_line_monthly_yuan * $low_income_edge_multiple * counted_count
                    as decimal(18, 2)
                )
                then false
            when not is_property_within then false
            -- Before there was a line of the edge nobody is known to be within it.
            when
                monthly_income_yuan
                < cast(
                    $dibao_line_monthly_yuan * $low_income_edge_multiple * counted_count
                    as decimal(18, 2)
                )
                and is_property_within
                then true
        end as is_low
    from core.household_means
    where counted_count > 0
),

cases as (
    select
        elders.*,
        elders.age_years >= $elder_age_years as is_elder,
        case when elders.benefit is not null then true else means.is_low end as is_in_hardship,
        case
            when elders.benefit is not null then '家里在享' || elders.benefit
            when means.is_low then '核对报告：收入、财产在低保边缘标准以内'
            when not means.is_low then '核对报告：收入或财产不在低保边缘标准以内'
        end as hardship_evidence,
        case
            when elders.benefit is not null then elders.assisted_date
            when means.is_low is not null then means.report_date
        end as hardship_date,
        case
            when elders.is_advanced or elders.self_care in ('partly', 'unable') then true
            when elders.self_care = 'able' then false
        end as needs_care,
        case
            when sources.status = 'missing' then null
            when not elders.is_cared then true
        end as is_single,
        hardships.evidence as sign_evidence
    from elders
    left join means on elders.household_id = means.household_id
    left join core.hardships as hardships on elders.household_id = hardships.household_id
    left join inputs.sources as sources on sources.source = 'civil_affairs__disability_subsidies'
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'age' then cases.is_elder
        when 'hardship' then cases.is_in_hardship
        when 'care' then cases.needs_care
        when 'single' then cases.is_single
        when 'sign' then cases.is_in_hardship is true or cases.sign_evidence is not null
    end as is_met,
    case conditions.condition
        when 'age' then cast(cases.age_years as varchar) || '周岁'
        when 'hardship' then cases.hardship_evidence
        when 'care'
            then
                case
                    when cases.self_care = 'unable' then '残疾证登记生活不能自理'
                    when cases.self_care = 'partly' then '残疾证登记生活部分自理'
                    when cases.is_advanced then cast(cases.age_years as varchar) || '周岁，属高龄'
                    when cases.self_care = 'able' then '残疾证登记生活能自理'
                end
        when 'single' then case when cases.is_cared then '已领残疾人护理补贴，同类的择高领一项' end
        when 'sign' then cases.sign_evidence
    end as evidence,
    case conditions.condition
        when 'hardship' then cases.hardship_date
        when 'single' then case when cases.is_cared then cases.cared_date end
    end as observed_date,
    cast(
        case
            when not cases.is_elder then null
            when cases.self_care = 'unable' then $elderly_care_subsidy_monthly_yuan
            when cases.is_advanced then $elderly_living_subsidy_monthly_yuan
        end as decimal(18, 2)
    ) as low_yuan,
    cast(
        case
            when not cases.is_elder then null
            when cases.self_care <> 'able' then $elderly_care_subsidy_monthly_yuan
            when cases.is_advanced then $elderly_living_subsidy_monthly_yuan
        end as decimal(18, 2)
    ) as high_yuan
from cases
cross join
    (values ('age'), ('hardship'), ('care'), ('single'), ('sign')) as conditions (condition)
