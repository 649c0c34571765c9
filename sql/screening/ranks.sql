-- title: 本月颜色的由来
-- description: 本月数据够得上的颜色，与上月颜色一起决定的颜色：每月最多降一级；旧数据不使家庭变红，
--   也不使家庭降级或离开名单；来源中断的月份不降级
with interruption as (
    select coalesce(max(case when is_interrupted then 1 else 0 end), 0) as interrupted
    from screening.source_gaps
),

lapsed as (
    select household_id
    from screening.scored_measurements
    where is_expired and is_stale and points > 0
    group by household_id
),

judged as (
    select
        screened_households.household_id,
        screened_households.previous_rank,
        greatest(
            coalesce(scores.fresh_rank, 0), coalesce(direct_listings.fresh_rank, 0)
        ) as raw_rank,
        greatest(
            coalesce(scores.full_rank, 0), coalesce(direct_listings.colour_rank, 0)
        ) as full_rank,
        interruption.interrupted = 1 as is_interrupted,
        lapsed.household_id is not null as is_lapsed
    from screening.screened_households
    cross join interruption
    left join screening.scores
        on screened_households.household_id = scores.household_id
    left join screening.direct_listings
        on screened_households.household_id = direct_listings.household_id
    left join lapsed on screened_households.household_id = lapsed.household_id
)

select
    household_id,
    cast(raw_rank as integer) as raw_rank,
    cast(full_rank as integer) as full_rank,
    cast(
        greatest(
            raw_rank,
            -- What is red stays red on old data; what is not does not become red by it.
            least(previous_rank, full_rank),
            previous_rank - 1,
            case when is_interrupted then previous_rank else 0 end,
            case when is_lapsed then least(previous_rank, 1) else 0 end
        ) as integer
    ) as colour_rank,
    is_interrupted,
    is_lapsed
from judged
