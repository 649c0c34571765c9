-- title: 政策条件逐条对照
-- description: 名单上的家庭，每项政策的每个条件满足没有、凭什么、用到哪个数值；一个条件用到几个数值就有几行；
--   不写不符合的政策
with listed as (
    select household_id
    from screening.households
    where colour is not null
),

told as (
    select
        entitlements.household_id,
        entitlements.person_id,
        entitlements.policy,
        benefits.title as policy_title,
        benefits.rank
    from matches.entitlements
    inner join listed on entitlements.household_id = listed.household_id
    inner join policy.benefits as benefits on entitlements.policy = benefits.policy
    where entitlements.status <> 'does_not'
),

answered as (
    select
        told.household_id,
        told.person_id,
        told.policy,
        told.policy_title,
        told.rank,
        conditions.position,
        conditions.condition,
        conditions.title,
        conditions.kind,
        case
            when stacked.is_met is null then 'unknown'
            when stacked.is_met then 'met'
            else 'not_met'
        end as answer,
        stacked.evidence,
        stacked.observed_date,
        conditions.article
    from told
    inner join entitlements.all_conditions as stacked
        on
            told.household_id = stacked.household_id
            and told.policy = stacked.policy
            and coalesce(told.person_id, '') = coalesce(stacked.person_id, '')
    inner join policy.benefit_conditions as conditions
        on stacked.policy = conditions.policy and stacked.condition = conditions.condition
),

-- A value that no condition names (an amount, say) stands after the conditions.
all_rows as (
    select
        answered.*,
        used.parameter,
        used.title as parameter_title,
        used.value,
        used.unit,
        used.since_date,
        used.reference,
        used.is_placeholder
    from answered
    left join policy.benefit_parameters as used
        on answered.policy = used.policy and answered.condition = used.condition
    union all
    select
        told.household_id,
        told.person_id,
        told.policy,
        told.policy_title,
        told.rank,
        cast(99 as integer) as position,
        cast(null as varchar) as condition,
        cast(null as varchar) as title,
        cast(null as varchar) as kind,
        cast(null as varchar) as answer,
        cast(null as varchar) as evidence,
        cast(null as date) as observed_date,
        cast(null as varchar) as article,
        used.parameter,
        used.title as parameter_title,
        used.value,
        used.unit,
        used.since_date,
        used.reference,
        used.is_placeholder
    from told
    inner join policy.benefit_parameters as used
        on told.policy = used.policy and used.condition is null
)

select
    cast($month as varchar) as month,
    household_id,
    rank,
    policy,
    policy_title,
    person_id,
    position,
    condition,
    title,
    kind,
    answer,
    evidence,
    observed_date,
    article,
    parameter,
    parameter_title,
    value,
    unit,
    since_date,
    reference,
    coalesce(is_placeholder, false) as is_placeholder
from all_rows
