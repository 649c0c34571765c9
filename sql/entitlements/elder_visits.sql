-- title: 特殊困难老年人探访关爱
-- description: 独居、空巢、留守、失能、重残、计划生育特殊家庭的老人一人一个；与晚辈同住的高龄老人也列出，要不要探访
--   看了才知道；还差不到一年满年龄的也列出；同住的人看网格台账，家庭为暂立户或有人身份不明的不判断
-- sources: community__residents,disabled_federation__certificates
with homes as (
    select
        considered.household_id,
        count(*) as known_count,
        min(persons.age_years) as youngest_years
    from core.considered_members as considered
    inner join core.persons as persons on considered.person_id = persons.person_id
    group by considered.household_id
),

structures as (
    select
        homes.household_id,
        case
            when homes.youngest_years < $elder_age_years then null
            when homes.known_count = 1 then '独自居住'
            else '同住的都是老人'
        end as structure
    from homes
    inner join core.households as households on homes.household_id = households.household_id
    where homes.known_count = households.members_count and not households.is_provisional
),

-- A person in two ledgers has the tags of both.
tagged as (
    select
        considered.person_id,
        bool_or(
            position('独居老人' in residents.resident_tags) > 0
            or position('孤寡老人' in residents.resident_tags) > 0
        ) as is_alone,
        bool_or(position('空巢老人' in residents.resident_tags) > 0) as is_empty_nest,
        bool_or(position('留守老人' in residents.resident_tags) > 0) as is_left_behind,
        bool_or(position('失能老人' in residents.resident_tags) > 0) as is_in_need_of_care,
        bool_or(position('失独家庭' in residents.resident_tags) > 0) as is_special_family
    from core.considered_members as considered
    inner join staging.community__residents as residents
        on considered.person_id = residents.person_id
    where residents.resident_tags is not null
    group by considered.person_id
),

elders as (
    select
        considered.household_id,
        considered.person_id,
        persons.age_years,
        nullif(
            concat_ws(
                '、',
                structures.structure,
                case when tagged.is_alone then '网格登记为独居' end,
                case when tagged.is_empty_nest then '网格登记为空巢' end,
                case when tagged.is_left_behind then '网格登记为留守' end,
                case when tagged.is_in_need_of_care then '网格登记为失能' end,
                case when tagged.is_special_family then '网格登记为计划生育特殊家庭' end,
                case
                    when capacities.self_care in ('partly', 'unable') then '残疾证登记生活要人照护'
                end,
                case when capacities.has_severe_disability then '持重度残疾的残疾证' end
            ),
            ''
        ) as difficulty,
        tagged.person_id is not null or structures.structure is not null as is_of_ledger
    from core.considered_members as considered
    inner join core.persons as persons on considered.person_id = persons.person_id
    inner join core.capacities as capacities on considered.person_id = capacities.person_id
    left join structures on considered.household_id = structures.household_id
    left join tagged on considered.person_id = tagged.person_id
    where persons.age_years >= $elder_age_years - 1
),

cases as (
    select
        elders.*,
        last_day(cast(sources.delivery_month || '-01' as date)) as ledger_date
    from elders
    left join inputs.sources as sources
        on elders.is_of_ledger and sources.source = 'community__residents'
    where elders.difficulty is not null or elders.age_years >= $advanced_age_first_years
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'age' then cases.age_years >= $elder_age_years
        when 'difficulty' then case when cases.difficulty is not null then true end
    end as is_met,
    case conditions.condition
        when 'age' then cast(cases.age_years as varchar) || '周岁'
        when 'difficulty' then coalesce(cases.difficulty, '高龄，登记与晚辈同住')
    end as evidence,
    case when conditions.condition = 'difficulty' then cases.ledger_date end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join (values ('age'), ('difficulty')) as conditions (condition)
