-- title: 直接列入的情形
-- description: 各户符合的直接列入规则的每个情形；与分数无关，过期的观察不算
with measured as (
    select
        scored_measurements.household_id,
        direct_signs.rule,
        direct_signs.sign,
        direct_signs.title,
        scored_measurements.is_fresh
    from screening.scored_measurements
    inner join policy.direct_signs
        on scored_measurements.indicator = direct_signs.indicator
    where
        scored_measurements.amount >= direct_signs.at_least
        and not scored_measurements.is_expired
),

-- Without the register nobody can say that a household draws nothing: then there is no sign.
unassisted as (
    select
        screened_households.household_id,
        direct_signs.rule,
        direct_signs.sign,
        direct_signs.title,
        sources.status = 'present' as is_fresh
    from screening.screened_households
    inner join inputs.sources on sources.source = 'civil_affairs__assistance'
    inner join policy.direct_signs on direct_signs.indicator is null
    left join screening.assistance
        on screened_households.household_id = assistance.household_id
    where
        screened_households.is_screened
        and sources.status <> 'missing'
        and not coalesce(assistance.draws_basic_assistance, false)
)

select
    household_id,
    rule,
    sign,
    title,
    is_fresh
from measured
union all
select
    household_id,
    rule,
    sign,
    title,
    is_fresh
from unassisted
