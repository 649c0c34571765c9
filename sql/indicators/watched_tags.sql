-- title: 网格登记的照料风险
-- dimension: household
-- grain: household
-- unit: count
-- sources: community__residents
-- description: 网格台账上带有独居、空巢、孤寡、失能、留守、困境儿童、孤儿、单亲、失独标签的成员人数；
--   只认固定标签，不读自由文字
with tagged as (
    select distinct
        screened_members.household_id,
        screened_members.person_id
    from core.screened_members
    inner join
        staging.community__residents
        on screened_members.person_id = community__residents.person_id
    where
        position('独居' in community__residents.resident_tags) > 0
        or position('空巢' in community__residents.resident_tags) > 0
        or position('孤寡' in community__residents.resident_tags) > 0
        or position('失能' in community__residents.resident_tags) > 0
        or position('留守' in community__residents.resident_tags) > 0
        or position('困境儿童' in community__residents.resident_tags) > 0
        or position('孤儿' in community__residents.resident_tags) > 0
        or position('事实无人抚养' in community__residents.resident_tags) > 0
        or position('单亲' in community__residents.resident_tags) > 0
        or position('失独' in community__residents.resident_tags) > 0
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
    '网格登记有' || cast(counts.tagged_count as varchar) || '名需关照的成员' as evidence
from counts
inner join inputs.sources on sources.source = 'community__residents'
