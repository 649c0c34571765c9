-- title: 镇街的来源缺口
-- description: 指标需要、本月缺某个镇街数据而沿用上次的来源，以及写给该镇街走访人员的说明
with needed as (
    select distinct
        source,
        source_title
    from screening.indicator_sources
    where status = 'present'
)

select
    needed.source,
    stale_towns.street_code,
    '“' || needed.source_title || '”本月没有本镇街的数据，沿用'
    || substring(stale_towns.delivery_month, 1, 4) || '年'
    || substring(stale_towns.delivery_month, 6, 2) || '月的，相关指标按旧数据评估' as sentence
from needed
inner join inputs.stale_towns on needed.source = stale_towns.source
