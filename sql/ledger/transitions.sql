-- title: 状态变化
-- description: 每一次状态变化：哪天、哪件事、从什么状态到什么状态
with reopened as (
    select
        household_id,
        substring(md5(concat_ws('|', fact_id, 'reopened')), 1, 16) as event_id,
        from_state,
        'waiting' as to_state
    from ledger.walks
    where is_reopening
),

changed as (
    select
        household_id,
        fact_id as event_id,
        case
            when is_reopening then 'waiting'
            when from_state = 'new' then null
            else from_state
        end as from_state,
        to_state
    from ledger.walks
    where from_state <> to_state and not (is_reopening and to_state = 'waiting')
),

found as (
    select * from reopened
    union all
    select * from changed
)

select
    found.household_id,
    events.seq,
    found.event_id,
    events.event_date,
    found.from_state,
    found.to_state
from found
inner join ledger.events as events on found.event_id = events.event_id
