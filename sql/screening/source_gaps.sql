-- title: 来源缺口
-- description: 指标需要而本月缺数据或未更新的来源，以及写给走访人员的说明
with affected as (
    select
        source,
        source_title,
        status,
        delivery_month,
        count(distinct indicator) as indicators_count
    from screening.indicator_sources
    where status in ('missing', 'stale')
    group by source, source_title, status, delivery_month
)

select
    source,
    status,
    status = 'missing' and delivery_month is not null as is_interrupted,
    case
        when status = 'missing'
            then
                '缺少“' || source_title || '”数据，' || cast(indicators_count as varchar)
                || '项指标未评估，不代表没有困难'
        else
            '“' || source_title || '”数据只到' || substring(delivery_month, 1, 4) || '年'
            || substring(delivery_month, 6, 2) || '月，相关指标按旧数据评估'
    end as sentence
from affected
