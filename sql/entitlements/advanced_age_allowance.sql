-- title: 高龄津贴
-- description: 到了规定年龄的老人一人一个，不看收入和财产，按年龄分档；还差不到一年的也列出，好告诉他什么时候去办；
--   户籍先看户籍人口，没有的看网格台账的人户状态，都没有的为不知道
-- sources: public_security__household_register,community__residents
with elders as (
    select
        considered.household_id,
        considered.person_id,
        persons.age_years,
        members.residence_status
    from core.considered_members as considered
    inner join core.persons as persons on considered.person_id = persons.person_id
    left join core.members as members on considered.person_id = members.person_id
    where persons.age_years >= $advanced_age_first_years - 1
),

registered as (
    select
        elders.person_id,
        coalesce(register.register_status, '正常') as register_status,
        last_day(cast(register.delivery_month || '-01' as date)) as observed_date
    from elders
    inner join staging.public_security__household_register as register
        on elders.person_id = register.person_id
    qualify
        row_number() over (
            partition by register.person_id
            order by
                register.delivery_rank desc,
                register.is_alternative asc,
                register.row_number desc,
                register.sheet desc
        ) = 1
),

cases as (
    select
        elders.household_id,
        elders.person_id,
        elders.age_years,
        elders.age_years >= $advanced_age_first_years as is_of_age,
        case
            when registered.register_status = '正常' then true
            when registered.register_status = '迁出' then false
            when elders.residence_status in ('人户一致', '户在人不在') then true
        end as is_local,
        case
            when registered.register_status = '正常' then '户口在本地'
            when registered.register_status = '迁出' then '户口已经迁出'
            when elders.residence_status in ('人户一致', '户在人不在') then '网格登记户口在本地'
            when elders.residence_status = '人在户不在' then '网格登记户口不在居住地'
        end as register_evidence,
        case
            when registered.register_status in ('正常', '迁出') then registered.observed_date
            when elders.residence_status is not null
                then last_day(cast(sources.delivery_month || '-01' as date))
        end as observed_date,
        cast(
            case
                when elders.age_years >= $advanced_age_third_years
                    then $advanced_age_third_monthly_yuan
                when elders.age_years >= $advanced_age_second_years
                    then $advanced_age_second_monthly_yuan
                when elders.age_years >= $advanced_age_first_years
                    then $advanced_age_first_monthly_yuan
            end as decimal(18, 2)
        ) as monthly_yuan
    from elders
    left join registered on elders.person_id = registered.person_id
    left join inputs.sources as sources on sources.source = 'community__residents'
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'age' then cases.is_of_age
        when 'registered' then cases.is_local
    end as is_met,
    case conditions.condition
        when 'age' then cast(cases.age_years as varchar) || '周岁'
        when 'registered' then cases.register_evidence
    end as evidence,
    case when conditions.condition = 'registered' then cases.observed_date end as observed_date,
    cases.monthly_yuan as low_yuan,
    cases.monthly_yuan as high_yuan
from cases
cross join (values ('age'), ('registered')) as conditions (condition)
