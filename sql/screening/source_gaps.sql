-- title: 来源缺口
-- description: 指标需要而本月缺数据或未更新的来源，以及写给走访人员的说明；从未接入的来源不算缺口
with affected as (
    select
        source,
        source_title,
        status,
        delivery_month,
        count(distinct indicator) as indicators_count
    from screening.indicator_sources
    where status in ('missing', 'stale') and is_connected
    group by source, source_title, status, delivery_month
)

select
    source,
    status,
    status = 'missing' as is_interrupted,
    case
        when status = 'missing'
            then
                '缺少“' || source_title || '”数据，' || cast(indicators_count as varchar)
                || '项指标未评估，不代表没有困难'
        else
            '“' || source_title || '”数据只到' || substring(delivery_month, 1, 4) || '年'
            || substring(delivery_month, 6, 2) || '月（已过'
            || cast(
                12 * (
                    extract(year from $as_of_date)
                    - cast(substring(delivery_month, 1, 4) as integer)
                )
                + extract(month from $as_of_date)
                - cast(substring(delivery_month, 6, 2) as integer) as varchar
            )
            || '个月），相关指标按旧数据评估'
    end as sentence
from affected
