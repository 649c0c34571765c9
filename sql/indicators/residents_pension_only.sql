-- title: 老人只领居民养老金
-- dimension: income
-- grain: household
-- unit: count
-- sources: human_resources__pensions,community__residents
-- description: 家中没有劳动年龄成年人、也没有人领职工或机关事业养老金，只领居民养老金的老人人数；成员不全的家庭不计量
with listed as (
    select
        screened_members.household_id,
        pensions.person_id,
        pensions.pension_kind,
        pensions.status,
        pensions.monthly_amount_yuan,
        pensions.delivery_month
    from core.screened_members
    inner join staging.human_resources__pensions as pensions
        on screened_members.person_id = pensions.person_id
    qualify
        row_number() over (
            partition by pensions.person_id, pensions.pension_kind
            order by
                pensions.delivery_rank desc,
                pensions.is_alternative asc,
                pensions.row_number desc,
                pensions.sheet desc
        ) = 1
),

drawing as (
    select
        household_id,
        person_id,
        delivery_month,
        case when pension_kind = '居民养老' then 0 else 1 end as is_larger
    from listed
    where coalesce(status, '正常') = '正常' and monthly_amount_yuan > 0
),

pensioned as (
    select distinct household_id
    from drawing
),

counts as (
    select
        screened_members.household_id,
        count(distinct screened_members.person_id) as known_count,
        count(
            distinct case
                when
                    persons.age_years >= $adult_age_years and persons.age_years < $elder_age_years
                    then screened_members.person_id
            end
        ) as working_count,
        count(
            distinct case
                when persons.age_years >= $elder_age_years then drawing.person_id
            end
        ) as elders_count,
        max(coalesce(drawing.is_larger, 0)) as has_larger,
        max(drawing.delivery_month) as delivery_month
    from core.screened_members
    inner join pensioned on screened_members.household_id = pensioned.household_id
    inner join core.persons on screened_members.person_id = persons.person_id
    left join drawing on screened_members.person_id = drawing.person_id
    group by screened_members.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.elders_count as decimal(18, 2)) as amount,
    last_day(cast(counts.delivery_month || '-01' as date)) as observed_date,
    '家中没有劳动年龄成年人，' || cast(counts.elders_count as varchar)
    || '名老人只领居民养老金' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
where
    counts.elders_count > 0
    and counts.working_count = 0
    and counts.has_larger = 0
    and counts.known_count = households.members_count
    and not households.is_provisional
