-- title: 筛查结果
-- description: 每个筛查家庭一行，加上逐级退出的家庭；颜色为空的是已筛查、未列入
with reason_texts as (
    select
        household_id,
        -- The number in front sorts the sentences and is cut off again.
        array_to_string(
            list_transform(
                list_sort(list(lpad(cast(reason_order as varchar), 3, '0') || sentence)),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as reasons
    from screening.reasons
    group by household_id
),

-- A person in two ledgers counts in one household; the visit settles which.
doubtful as (
    select
        members.household_id,
        count(*) as doubtful_count
    from core.members
    inner join screening.screened_households
        on members.household_id = screened_households.household_id
    where members.has_doubt
    group by members.household_id
),

gap_sentences as (
    select
        screened_households.household_id,
        '1' || source_gaps.source as gap_order,
        source_gaps.sentence
    from screening.screened_households
    cross join screening.source_gaps
    union all
    select
        screened_households.household_id,
        '1' || street_gaps.source as gap_order,
        street_gaps.sentence
    from screening.screened_households
    inner join core.households on screened_households.household_id = households.household_id
    inner join screening.street_gaps on households.street_code = street_gaps.street_code
    union all
    select
        household_id,
        '2' as gap_order,
        sentence
    from screening.incomplete_households
    union all
    select
        household_id,
        '3' as gap_order,
        '有' || cast(doubtful_count as varchar) || '名成员在网格台账登记在两户，住在哪家待核实'
            as sentence
    from doubtful
),

ordered_gaps as (
    select
        household_id,
        sentence,
        row_number() over (partition by household_id order by gap_order asc) as gap_number
    from gap_sentences
),

gap_texts as (
    select
        household_id,
        array_to_string(
            list_transform(
                list_sort(list(lpad(cast(gap_number as varchar), 3, '0') || sentence)),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as data_gaps
    from ordered_gaps
    group by household_id
),

not_assessed as (
    select
        assessments.household_id,
        count(*) as not_assessed_count
    from screening.assessments
    inner join screening.indicator_states
        on assessments.indicator = indicator_states.indicator
    where assessments.status = 'not_assessed' and indicator_states.is_connected
    group by assessments.household_id
)

select
    screened_households.household_id,
    screened_households.is_screened,
    screened_households.cohorts,
    scores.score,
    scores.dimensions_count,
    raw_colours.colour as raw_colour,
    colours.colour,
    ranks.colour_rank,
    previous_colours.colour as previous_colour,
    case
        when ranks.colour_rank = 0 then null
        when screened_households.previous_rank = 0 then 'new'
        when ranks.colour_rank > screened_households.previous_rank then 'worse'
        when ranks.colour_rank < screened_households.previous_rank then 'better'
        else 'continuing'
    end as status,
    cast(
        case
            when ranks.colour_rank = 0 then 0
            else screened_households.previous_months_listed + 1
        end as integer
    ) as months_listed,
    direct_listings.rule as direct_rule,
    reason_texts.reasons,
    assistance.already_receives,
    coalesce(assistance.draws_basic_assistance, false) as draws_basic_assistance,
    cast(coalesce(not_assessed.not_assessed_count, 0) as integer) as not_assessed_count,
    gap_texts.data_gaps
from screening.screened_households
inner join screening.scores
    on screened_households.household_id = scores.household_id
inner join screening.ranks
    on screened_households.household_id = ranks.household_id
left join screening.direct_listings
    on screened_households.household_id = direct_listings.household_id
left join screening.assistance
    on screened_households.household_id = assistance.household_id
left join reason_texts on screened_households.household_id = reason_texts.household_id
left join gap_texts on screened_households.household_id = gap_texts.household_id
left join not_assessed on screened_households.household_id = not_assessed.household_id
left join policy.colour_thresholds as colours on ranks.colour_rank = colours.colour_rank
left join policy.colour_thresholds as raw_colours on ranks.raw_rank = raw_colours.colour_rank
left join policy.colour_thresholds as previous_colours
    on screened_households.previous_rank = previous_colours.colour_rank
where screened_households.is_screened or ranks.colour_rank > 0
