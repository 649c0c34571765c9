-- title: 直接列入
-- description: 同时出现多项严重情形的家庭，任何评分表下都列入；靠旧数据才凑够情形的不据此列红
with counted as (
    select
        household_id,
        rule,
        count(*) as signs_count,
        sum(case when is_fresh then 1 else 0 end) as fresh_signs_count,
        array_to_string(list_sort(list(title)), '、') as signs
    from screening.direct_signs
    group by household_id, rule
),

matched as (
    select
        counted.household_id,
        direct_rules.rule,
        direct_rules.title || '：' || counted.signs as reason,
        direct_rules.colour_rank,
        case
            when counted.fresh_signs_count >= direct_rules.minimum_signs
                then direct_rules.colour_rank
            else least(direct_rules.colour_rank, direct_rules.stale_rank)
        end as fresh_rank
    from counted
    inner join policy.direct_rules on counted.rule = direct_rules.rule
    where counted.signs_count >= direct_rules.minimum_signs
),

ranked as (
    select
        household_id,
        rule,
        reason,
        colour_rank,
        fresh_rank,
        row_number() over (
            partition by household_id
            order by colour_rank desc, rule asc
        ) as choice
    from matched
)

select
    household_id,
    rule,
    reason,
    cast(colour_rank as integer) as colour_rank,
    cast(fresh_rank as integer) as fresh_rank
from ranked
where choice = 1
