-- title: 台账事件
-- description: 每户一生的事，按先后一件一行：哪天、什么事、什么内容、谁办、多少钱、哪个月知道的、从哪里知道的
with happened as (
    select
        walks.household_id,
        walks.fact_id as event_id,
        walks.event_date,
        walks.fact_rank as event_rank,
        case walks.fact
            when 'seen' then 'visited'
            when 'to_refer' then 'concluded'
            when 'complex' then 'concluded'
            when 'review' then 'concluded'
            when 'no_risk' then 'concluded'
            when 'long_off' then 'stable'
            when 'very_long_off' then 'left'
            else walks.fact
        end as event,
        facts.detail,
        facts.known_month,
        facts.list_month,
        facts.told_by,
        facts.source
    from ledger.walks as walks
    inner join ledger.facts as facts on walks.fact_id = facts.fact_id
    where
        walks.fact <> 'worsened'
        -- Time that passes is an event only where it changes something.
        and (
            walks.fact not in ('long_off', 'very_long_off')
            or walks.from_state <> walks.to_state
        )
),

reopened as (
    select
        walks.household_id,
        substring(md5(concat_ws('|', walks.fact_id, 'reopened')), 1, 16) as event_id,
        walks.event_date,
        walks.fact_rank - 5 as event_rank,
        'reopened' as event,
        walks.fact as detail,
        facts.known_month,
        facts.list_month,
        facts.told_by,
        facts.source
    from ledger.walks as walks
    inner join ledger.facts as facts on walks.fact_id = facts.fact_id
    where walks.is_reopening
),

helps_asked as (
    select
        answer_id,
        unnest(string_split(coalesce(help_needed, ''), '、')) as help
    from ledger.visits
    where conclusion in ('not_delivered', 'not_covered')
),

-- Nobody is referred to nobody: where no help is named, the referral stands without a department.
asked as (
    select
        answer_id,
        case when help in ('', '无需') then null else help end as help
    from helps_asked
    group by answer_id, case when help in ('', '无需') then null else help end
),

referred as (
    select
        facts.household_id,
        substring(
            md5(concat_ws('|', facts.fact_id, 'referred', coalesce(asked.help, ''))), 1, 16
        ) as event_id,
        facts.event_date,
        65 as event_rank,
        'referred' as event,
        facts.detail,
        facts.known_month,
        facts.list_month,
        facts.source,
        nullif(departments.department, '') as department,
        asked.help as policy
    from ledger.facts as facts
    inner join asked on facts.told_by = asked.answer_id
    left join reference.help_departments as departments on asked.help = departments.help
    where facts.fact = 'to_refer'
),

gathered as (
    select
        happened.household_id,
        happened.event_id,
        happened.event_date,
        happened.event_rank,
        happened.event,
        happened.detail,
        happened.known_month,
        happened.list_month,
        happened.source,
        helps.department,
        helps.benefit as policy,
        helps.amount_yuan
    from happened
    left join ledger.helps as helps
        on happened.event = 'helped' and happened.told_by = helps.help_id
    union all
    select
        household_id,
        event_id,
        event_date,
        event_rank,
        event,
        detail,
        known_month,
        list_month,
        source,
        cast(null as varchar) as department,
        cast(null as varchar) as policy,
        cast(null as decimal(18, 2)) as amount_yuan
    from reopened
    union all
    select
        household_id,
        event_id,
        event_date,
        event_rank,
        event,
        detail,
        known_month,
        list_month,
        source,
        department,
        policy,
        cast(null as decimal(18, 2)) as amount_yuan
    from referred
),

-- The list that was out when it happened.
out_then as (
    select
        gathered.event_id,
        max(listings.list_month) as list_month
    from gathered
    inner join releases.listings
        on
            gathered.household_id = listings.household_id
            and gathered.event_date >= listings.list_date
    group by gathered.event_id
)

select
    gathered.event_id,
    gathered.household_id,
    gathered.event_date,
    gathered.known_month,
    cast(
        row_number() over (
            partition by gathered.household_id
            order by gathered.event_date asc, gathered.event_rank asc, gathered.event_id asc
        ) as integer
    ) as seq,
    gathered.event,
    gathered.detail,
    gathered.department,
    gathered.policy,
    gathered.amount_yuan,
    coalesce(gathered.list_month, out_then.list_month) as list_month,
    listings.street_code,
    gathered.source
from gathered
inner join out_then on gathered.event_id = out_then.event_id
inner join releases.listings
    on
        gathered.household_id = listings.household_id
        and out_then.list_month = listings.list_month
