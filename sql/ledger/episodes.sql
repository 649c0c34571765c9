-- title: 当前这一轮
-- description: 每户最近一次列入（或重新打开）以来：从哪天、凭哪件事开始，属于哪一期名单，核实期限
with starts as (
    select
        transitions.household_id,
        transitions.seq,
        transitions.event_date,
        events.event,
        events.detail
    from ledger.transitions as transitions
    inner join ledger.events as events on transitions.event_id = events.event_id
    where events.event = 'reopened' or transitions.from_state is null
    qualify
        row_number() over (
            partition by transitions.household_id
            order by transitions.seq desc
        ) = 1
)

select
    starts.household_id,
    starts.seq as first_seq,
    starts.event_date as started_date,
    case when starts.event = 'reopened' then starts.detail else 'listed' end as opened_by,
    listings.list_month,
    listings.list_date,
    listings.verify_by
from starts
inner join releases.listings
    on
        starts.household_id = listings.household_id
        and starts.event_date >= listings.list_date
qualify
    row_number() over (
        partition by starts.household_id
        order by listings.list_month desc
    ) = 1
