-- title: 得分构成
-- description: 计入维度上限之后的分数，同户相加等于得分；上限先给新数据，再给分高的，再按指标名
with counted as (
    select
        household_id,
        dimension,
        indicator,
        person_id,
        amount,
        observed_date,
        evidence,
        source_titles,
        is_fresh,
        stale_month,
        stale_age_months,
        points,
        sum(points) over (
            partition by household_id, dimension
            order by
                case when is_fresh then 0 else 1 end asc, points desc, indicator asc
            rows between unbounded preceding and current row
        ) as running_points
    from screening.scored_measurements
    where points > 0 and not is_expired
)

select
    counted.household_id,
    counted.dimension,
    counted.indicator,
    counted.person_id,
    counted.amount,
    counted.observed_date,
    counted.evidence,
    counted.is_fresh,
    cast(
        greatest(
            0,
            least(counted.points, dimension_caps.cap - (counted.running_points - counted.points))
        ) as integer
    ) as points,
    counted.source_titles || '（' || coalesce(cast(counted.observed_date as varchar), '日期不详')
    || case
        when counted.stale_month is null then ''
        else
            '，数据为' || substring(counted.stale_month, 1, 4) || '年'
            || cast(cast(substring(counted.stale_month, 6, 2) as integer) as varchar) || '月，已过'
            || cast(counted.stale_age_months as varchar) || '个月'
    end
    || '）：' || counted.evidence as reason
from counted
inner join policy.dimension_caps on counted.dimension = dimension_caps.dimension
