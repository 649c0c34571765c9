-- title: 就业援助
-- description: 劳动年龄前后的人一人一个：登记失业的，网格登记失业或零就业的，低保、低保边缘家庭中有劳动能力的，持有效
--   残疾证的；由单位缴养老保险、领职工养老金的有着落，在读的不列；有没有工作没有写明的不知道
-- sources: human_resources__unemployment,human_resources__social_insurance,community__residents,
--   disabled_federation__certificates,civil_affairs__assistance
with listed as (
    select
        considered.person_id,
        unemployment.registered_date,
        coalesce(unemployment.status, '登记失业') as status,
        last_day(cast(unemployment.delivery_month || '-01' as date)) as observed_date
    from core.considered_members as considered
    inner join staging.human_resources__unemployment as unemployment
        on considered.person_id = unemployment.person_id
    where unemployment.registered_date <= $as_of_date
    qualify
        row_number() over (
            partition by unemployment.person_id
            order by
                unemployment.delivery_rank desc,
                unemployment.is_alternative asc,
                unemployment.row_number desc,
                unemployment.sheet desc
        ) = 1
),

registered as (
    select
        person_id,
        observed_date,
        (year($as_of_date) - year(registered_date)) * 12
        + month($as_of_date) - month(registered_date)
        - case when day($as_of_date) < day(registered_date) then 1 else 0 end as months_count
    from listed
    where status = '登记失业'
),

insured as (
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
),

retired as (
    select distinct person_id
    from core.benefits
    where benefit in ('职工基本养老金', '机关事业单位基本养老金')
),

-- Whoever draws it: the household is counted by the register as one in hardship.
assisted_homes as (
    select
        household_id,
        min(benefit) as benefit,
        max(observed_date) as observed_date
    from core.benefits
    where benefit in ('最低生活保障', '低保边缘家庭') and is_monthly
    group by household_id
),

tagged as (
    select
        considered.person_id,
        bool_or(position('失业人员' in residents.resident_tags) > 0) as is_unemployed,
        bool_or(position('零就业家庭' in residents.resident_tags) > 0) as is_of_zero_employment
    from core.considered_members as considered
    inner join staging.community__residents as residents
        on considered.person_id = residents.person_id
    where
        position('失业人员' in residents.resident_tags) > 0
        or position('零就业家庭' in residents.resident_tags) > 0
    group by considered.person_id
),

people as (
    select
        considered.household_id,
        considered.person_id,
        persons.age_years,
        certificates.person_id is not null as is_disabled,
        certificates.employment,
        registered.months_count,
        registered.observed_date,
        registered.person_id is not null as is_registered,
        coalesce(tagged.is_unemployed, false) as is_tagged,
        coalesce(tagged.is_of_zero_employment, false) as is_of_zero_employment,
        assisted_homes.benefit,
        employed.person_id is not null as is_employed,
        retired.person_id is not null as is_retired
    from core.considered_members as considered
    inner join core.persons as persons on considered.person_id = persons.person_id
    inner join core.capacities as capacities on considered.person_id = capacities.person_id
    left join core.certificates as certificates
        on considered.person_id = certificates.person_id and certificates.is_valid
    left join registered on considered.person_id = registered.person_id
    left join employed on considered.person_id = employed.person_id
    left join retired on considered.person_id = retired.person_id
    left join tagged on considered.person_id = tagged.person_id
    left join assisted_homes on considered.household_id = assisted_homes.household_id
    where
        persons.age_years >= $minor_age_years - 1
        and persons.age_years < $elder_age_years + 1
        and not capacities.is_student
        and (
            registered.person_id is not null
            or tagged.person_id is not null
            or certificates.person_id is not null
            or (assisted_homes.household_id is not null and capacities.is_able_adult)
        )
),

cases as (
    select
        people.*,
        people.age_years >= $minor_age_years
        and people.age_years < $elder_age_years as is_of_working_age,
        case
            when people.is_employed or people.is_retired then false
            when people.is_registered or people.is_tagged then true
            when
                people.employment in ('无业', '未就业', '失业', '待业', '无工作', '未工作', '无')
                then true
            -- Other words (farming, not told, something else) say neither: it is asked.
            when
                regexp_matches(
                    people.employment,
                    '^(在业|在职|在岗|在编|已?就业|有工作)$'
                    || '|^(灵活|自主|集中|按比例|辅助性|稳定)就业|个体|经商|务工|打工|公益性?岗位'
                )
                then false
        end as is_out_of_work,
        nullif(
            concat_ws(
                '、',
                case when people.benefit is not null then '家里在享' || people.benefit end,
                case when people.is_disabled then '持有效残疾证' end,
                case when people.is_of_zero_employment then '网格登记为零就业家庭' end,
                case
                    when people.months_count >= $employment_help_unemployed_months
                        then '登记失业满' || cast(people.months_count as varchar) || '个月'
                end
            ),
            ''
        ) as difficulty
    from people
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'age' then cases.is_of_working_age
        when 'out_of_work' then cases.is_out_of_work
        when 'difficulty' then case when cases.difficulty is not null then true end
        when 'registration' then case when cases.is_registered then true end
    end as is_met,
    case conditions.condition
        when 'age' then cast(cases.age_years as varchar) || '周岁'
        when 'out_of_work'
            then
                case
                    when cases.is_employed then '由单位缴纳养老保险'
                    when cases.is_retired then '在领养老金'
                    when cases.is_registered then '在登记失业名册'
                    when cases.is_tagged then '网格登记失业'
                    when cases.employment is not null
                        then '残疾证登记的职业状况：' || cases.employment
                end
        when 'difficulty' then cases.difficulty
        when 'registration' then case when cases.is_registered then '已办失业登记' end
    end as evidence,
    case
        when conditions.condition = 'registration' then cases.observed_date
    end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join
    (values ('age'), ('out_of_work'), ('difficulty'), ('registration')) as conditions (condition)
