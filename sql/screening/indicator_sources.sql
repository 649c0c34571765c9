-- title: 指标的数据来源
-- description: 每项指标所需的每组来源一行；“甲|乙”为一组，依次取第一个没有缺的来源，都缺时先取接入过的
with needed as (
    select
        indicator,
        unnest(string_split(sources, ',')) as source_group
    from inputs.indicators
),

candidates as (
    select
        needed.indicator,
        needed.source_group,
        sources.source,
        sources.title,
        sources.status,
        sources.delivery_month,
        position('|' || sources.source || '|' in '|' || needed.source_group || '|') as place
    from needed
    inner join inputs.sources
        on position('|' || sources.source || '|' in '|' || needed.source_group || '|') > 0
),

ranked as (
    select
        indicator,
        source_group,
        source,
        title,
        status,
        delivery_month,
        row_number() over (
            partition by indicator, source_group
            order by
                case
                    when status <> 'missing' then 0
                    when delivery_month is not null then 1
                    else 2
                end asc,
                place asc
        ) as choice
    from candidates
)

select
    indicator,
    source_group,
    source,
    title as source_title,
    status,
    delivery_month,
    -- What no department ever delivered is not connected: nothing of it can be lost.
    delivery_month is not null as is_connected
from ranked
where choice = 1
