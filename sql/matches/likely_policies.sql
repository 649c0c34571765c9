-- title: 可能符合的政策
-- description: 每户最多三项可能符合的政策，按政策的先后、金额；同一政策只写一次；一句话写清可能领多少、还缺什么、
--   问什么；用到暂用标准的说明
with best as (
    select
        entitlements.household_id,
        entitlements.person_id,
        entitlements.policy,
        coalesce(entitlements.high_yuan, 0) as amount_yuan,
        benefits.rank as policy_rank
    from matches.entitlements
    inner join policy.benefits as benefits on entitlements.policy = benefits.policy
    where entitlements.status = 'may_qualify'
    qualify
        row_number() over (
            partition by entitlements.household_id, entitlements.policy
            order by
                coalesce(entitlements.high_yuan, 0) desc,
                entitlements.unknown_count asc,
                entitlements.person_id asc
        ) = 1
),

ranked as (
    select
        household_id,
        person_id,
        policy,
        row_number() over (
            partition by household_id
            order by policy_rank asc, amount_yuan desc, policy asc
        ) as place
    from best
),

-- The long texts are fetched last, for the three that are told.
priced as (
    select
        ranked.household_id,
        ranked.person_id,
        ranked.policy,
        ranked.place,
        benefits.title,
        entitlements.missing,
        entitlements.asks,
        entitlements.uses_placeholder,
        case entitlements.form
            when 'one_off' then '可能一次性'
            when 'relief' then '可能减免'
            else '可能每月'
        end as payment,
        replace(cast(entitlements.low_yuan as varchar), '.00', '') as low_text,
        replace(cast(entitlements.high_yuan as varchar), '.00', '') as high_text
    from ranked
    inner join matches.entitlements
        on
            ranked.household_id = entitlements.household_id
            and ranked.policy = entitlements.policy
            and coalesce(ranked.person_id, '') = coalesce(entitlements.person_id, '')
    inner join policy.benefits as benefits on ranked.policy = benefits.policy
    where ranked.place <= 3
)

select
    household_id,
    cast(place as integer) as rank,
    policy,
    person_id,
    concat_ws(
        '｜',
        title || case when uses_placeholder then '（标准为暂用值）' else '' end,
        case
            when high_text is null then null
            when low_text is null then payment || '至多约' || high_text || '元'
            when low_text = high_text then payment || '约' || low_text || '元'
            else payment || '约' || low_text || '至' || high_text || '元'
        end,
        '还缺：' || missing,
        '问：' || asks
    ) as sentence
from priced
