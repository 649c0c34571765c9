-- title: 政策对照
-- description: 每户（人）每项政策一行：已在领、可能符合、说不清、不符合；还缺什么、谁能提供、上门问什么；只是
--   线索，由人核实，不是决定
with conditions as (
    select
        policy,
        condition,
        position,
        title,
        kind,
        ask,
        missing,
        supplier,
        -- A digit in base four a condition: 1 met, 2 not met, 3 not known.
        cast(power(4, position) as bigint) as weight
    from policy.benefit_conditions
),

answered as (
    select
        stacked.household_id,
        stacked.person_id,
        stacked.policy,
        min(stacked.low_yuan) as low_yuan,
        max(stacked.high_yuan) as high_yuan,
        min(stacked.observed_date) as observed_date,
        cast(
            sum(
                conditions.weight
                * case when stacked.is_met is null then 3 when stacked.is_met then 1 else 2 end
            ) as bigint
        ) as answers
    from entitlements.all_conditions as stacked
    inner join conditions
        on stacked.policy = conditions.policy and stacked.condition = conditions.condition
    group by stacked.household_id, stacked.person_id, stacked.policy
),

-- A policy is answered in few ways by however many households: each is put in words once.
ways as (
    select distinct
        policy,
        answers
    from answered
),

digits as (
    select
        ways.policy,
        ways.answers,
        conditions.kind,
        conditions.title,
        conditions.missing,
        conditions.supplier,
        conditions.ask,
        lpad(cast(conditions.position as varchar), 3, '0') as place,
        (ways.answers // conditions.weight) % 4 as digit
    from ways
    inner join conditions on ways.policy = conditions.policy
),

-- One paper may answer several conditions: it is asked for once.
asked as (
    select
        policy,
        answers,
        missing,
        supplier,
        ask,
        place,
        row_number() over (
            partition by policy, answers, missing, supplier
            order by place asc
        ) as missing_number,
        row_number() over (
            partition by policy, answers, ask
            order by place asc
        ) as ask_number
    from digits
    where digit = 3 and kind <> 'sign'
),

-- Who can supply several papers is named once, after them.
supplied as (
    select
        policy,
        answers,
        min(place) as place,
        array_to_string(
            list_transform(
                list_sort(list(case when missing_number = 1 then place || missing end)),
                lambda entry: substring(entry, 4)
            ),
            '、'
        ) || '（' || supplier || '）' as missing
    from asked
    group by policy, answers, supplier
),

papers as (
    select
        policy,
        answers,
        array_to_string(
            list_transform(
                list_sort(list(place || missing)), lambda entry: substring(entry, 4)
            ),
            '、'
        ) as missing
    from supplied
    group by policy, answers
),

questions as (
    select
        policy,
        answers,
        array_to_string(
            list_transform(
                list_sort(list(case when ask_number = 1 then place || ask end)),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as asks
    from asked
    group by policy, answers
),

worded as (
    select
        policy,
        answers,
        count(case when digit = 1 then 1 end) as met_count,
        count(case when digit = 3 then 1 end) as unknown_count,
        count(case when digit = 2 and kind <> 'sign' then 1 end) as failed_count,
        count(case when digit = 3 and kind = 'fact' then 1 end) as unknown_facts_count,
        count(case when digit = 3 and kind = 'means' then 1 end) as unknown_means_count,
        count(case when digit > 0 and kind = 'sign' then 1 end) as signs_count,
        count(case when digit = 1 and kind = 'sign' then 1 end) as met_signs_count,
        array_to_string(
            list_transform(
                list_sort(list(case when digit = 2 and kind <> 'sign' then place || title end)),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as failed
    from digits
    group by policy, answers
),

drawn as (
    select distinct
        household_id,
        person_id,
        benefit
    from core.benefits
    where
        is_monthly
        -- A single payment stands for a year: a school year's aid, a winter's heating.
        or (year($as_of_date) - year(paid_date)) * 12 + month($as_of_date) - month(paid_date) < 12
),

received as (
    select distinct
        benefits.policy,
        drawn.household_id,
        case
            when benefits.grain = 'person' and benefits.received_by = 'person'
                then drawn.person_id
        end as person_id
    from policy.benefits as benefits
    inner join policy.received_as on benefits.policy = received_as.policy
    inner join drawn on received_as.benefit = drawn.benefit
),

excluded as (
    select
        benefits.policy,
        drawn.household_id,
        case when benefits.grain = 'person' then drawn.person_id end as person_id,
        '已享受' || min(drawn.benefit) || '，按规定不重复享受' as reason
    from policy.benefits as benefits
    inner join policy.excluded_by on benefits.policy = excluded_by.policy
    inner join drawn on excluded_by.benefit = drawn.benefit
    group by
        benefits.policy,
        drawn.household_id,
        case when benefits.grain = 'person' then drawn.person_id end
),

tentative as (
    select distinct policy
    from policy.benefit_parameters
    where is_placeholder
),

-- Where a list of those who draw is not there, nobody can say who draws nothing yet. One that was
-- never connected does not silence its policies for ever: the note alone says so.
unlisted as (
    select
        received_from.policy,
        max(case when sources.delivery_month is not null then 1 else 0 end) = 1 as is_awaited,
        '是否已在领（'
        || array_to_string(
            list_sort(
                list(
                    case
                        when sources.delivery_month is null then sources.title || '未接入'
                        else sources.title
                    end
                )
            ),
            '；'
        )
        || '）' as missing
    from policy.received_from
    inner join inputs.sources as sources on received_from.source = sources.source
    where sources.status = 'missing'
    group by received_from.policy
),

joined as (
    select
        answered.household_id,
        answered.person_id,
        answered.policy,
        case
            when received.policy is not null then 'already_receives'
            when excluded.policy is not null or worded.failed_count > 0 then 'does_not'
            when worded.unknown_facts_count > 0 or coalesce(unlisted.is_awaited, false)
                then 'cannot_tell'
            when
                worded.signs_count > 0
                and worded.met_signs_count = 0
                and worded.unknown_means_count > 0
                then 'cannot_tell'
            else 'may_qualify'
        end as status,
        answered.low_yuan,
        answered.high_yuan,
        benefits.form,
        nullif(concat_ws('、', unlisted.missing, papers.missing), '') as missing,
        questions.asks,
        worded.met_count,
        worded.unknown_count,
        nullif(concat_ws('；', excluded.reason, nullif(worded.failed, '')), '') as failed,
        tentative.policy is not null as uses_placeholder,
        answered.observed_date
    from answered
    inner join policy.benefits as benefits on answered.policy = benefits.policy
    inner join worded
        on answered.policy = worded.policy and answered.answers = worded.answers
    left join questions
        on answered.policy = questions.policy and answered.answers = questions.answers
    left join papers
        on answered.policy = papers.policy and answered.answers = papers.answers
    left join received
        on
            answered.policy = received.policy
            and answered.household_id = received.household_id
            and (received.person_id is null or answered.person_id = received.person_id)
    left join excluded
        on
            answered.policy = excluded.policy
            and answered.household_id = excluded.household_id
            and (excluded.person_id is null or answered.person_id = excluded.person_id)
    left join tentative on answered.policy = tentative.policy
    left join unlisted on answered.policy = unlisted.policy
)

select
    household_id,
    person_id,
    policy,
    status,
    case when status in ('may_qualify', 'cannot_tell') then low_yuan end as low_yuan,
    case when status in ('may_qualify', 'cannot_tell') then high_yuan end as high_yuan,
    form,
    case when status in ('may_qualify', 'cannot_tell') then missing end as missing,
    case when status in ('may_qualify', 'cannot_tell') then asks end as asks,
    cast(met_count as integer) as met_count,
    cast(unknown_count as integer) as unknown_count,
    failed,
    uses_placeholder,
    observed_date
from joined
