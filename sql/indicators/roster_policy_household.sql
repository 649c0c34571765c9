-- title: 脱贫享受政策
-- dimension: roster
-- grain: household
-- unit: count
-- sources: rural_affairs__poverty_roster
-- description: 名册上仍享受政策的成员人数
with drawing as (
    select
        screened_members.household_id,
        count(*) as drawing_count
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.draws_policy
    group by screened_members.household_id
)

select
    drawing.household_id,
    cast(null as varchar) as person_id,
    cast(drawing.drawing_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '脱贫享受政策家庭' as evidence
from drawing
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
