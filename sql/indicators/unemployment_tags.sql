-- title: 网格登记的失业
-- dimension: income
-- grain: household
-- unit: count
-- sources: community__residents
-- description: 网格台账上带有失业人员、零就业家庭标签的成员人数
with tagged as (
    select distinct
        screened_members.household_id,
        screened_members.person_id
    from core.screened_members
    inner join
        staging.community__residents
        on screened_members.person_id = community__residents.person_id
    where
        position('失业' in community__residents.resident_tags) > 0
        or position('零就业' in community__residents.resident_tags) > 0
),

counts as (
    select
        household_id,
        count(*) as tagged_count
    from tagged
    group by household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.tagged_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '网格登记有' || cast(counts.tagged_count as varchar) || '名失业成员' as evidence
from counts
inner join inputs.sources on sources.source = 'community__residents'
