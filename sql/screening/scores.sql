-- title: 得分与按分数的颜色
-- description: 每个筛查家庭的得分、得分的维度数，以及按全部数据、只按新数据各自够得上的颜色
with totals as (
    select
        screened_households.household_id,
        coalesce(sum(contributions.points), 0) as score,
        coalesce(
            sum(case when contributions.is_fresh then contributions.points else 0 end), 0
        ) as fresh_score,
        count(distinct case when contributions.points > 0 then contributions.dimension end)
            as dimensions_count,
        count(
            distinct case
                when contributions.points > 0 and contributions.is_fresh
                    then contributions.dimension
            end
        ) as fresh_dimensions_count
    from screening.screened_households
    left join screening.contributions
        on screened_households.household_id = contributions.household_id
    group by screened_households.household_id
)

select
    totals.household_id,
    cast(totals.score as integer) as score,
    cast(totals.dimensions_count as integer) as dimensions_count,
    cast(max(
        case
            when
                totals.score >= colour_thresholds.minimum_score
                and totals.dimensions_count >= colour_thresholds.minimum_dimensions
                then colour_thresholds.colour_rank
            else 0
        end
    ) as integer) as full_rank,
    cast(max(
        case
            when
                totals.score >= colour_thresholds.minimum_score
                and totals.dimensions_count >= colour_thresholds.minimum_dimensions
                and (
                    not colour_thresholds.is_fresh_only
                    or (
                        totals.fresh_score >= colour_thresholds.minimum_score
                        and totals.fresh_dimensions_count >= colour_thresholds.minimum_dimensions
                    )
                )
                then colour_thresholds.colour_rank
            else 0
        end
    ) as integer) as fresh_rank
from totals
cross join policy.colour_thresholds
group by totals.household_id, totals.score, totals.dimensions_count
