-- title: 原因
-- description: 每户的原因，一句一行，按先后编号：直接列入、得分构成（分高在前）、说明
with listed as (
    select
        screened_households.household_id,
        screened_households.is_screened,
        screened_households.previous_rank,
        ranks.raw_rank,
        ranks.full_rank,
        ranks.colour_rank,
        ranks.is_interrupted,
        ranks.is_lapsed
    from screening.screened_households
    inner join screening.ranks on screened_households.household_id = ranks.household_id
),

drawn as (
    select distinct
        members.household_id,
        assistance.category
    from core.assistance
    inner join policy.basic_assistance on assistance.category = basic_assistance.category
    inner join core.members on assistance.person_id = members.person_id
    where assistance.is_current
),

basic as (
    select
        household_id,
        array_to_string(list_sort(list(category)), '、') as categories
    from drawn
    group by household_id
),

-- A yearly total that does not count is told where it is heavy: the newest year's.
yearly as (
    select
        members.household_id,
        yearly_notes.year,
        yearly_notes.reason
    from core.yearly_notes
    inner join core.members on yearly_notes.person_id = members.person_id
    inner join listed on members.household_id = listed.household_id
    where yearly_notes.burden_yuan > $medical_burden_threshold_yuan
    qualify
        row_number() over (
            partition by members.household_id
            order by yearly_notes.year desc, yearly_notes.reason asc
        ) = 1
),

sentences as (
    select
        direct_listings.household_id,
        1 as part,
        0 as points,
        '' as indicator,
        direct_listings.reason as sentence
    from screening.direct_listings
    union all
    select
        contributions.household_id,
        2 as part,
        contributions.points,
        contributions.indicator,
        contributions.reason as sentence
    from screening.contributions
    where contributions.points > 0
    union all
    select
        listed.household_id,
        3 as part,
        0 as points,
        '' as indicator,
        '已享受' || basic.categories || '，不作为该项线索，请核实其他困难' as sentence
    from listed
    inner join basic on listed.household_id = basic.household_id
    union all
    select
        listed.household_id,
        4 as part,
        0 as points,
        '' as indicator,
        case
            when listed.is_interrupted then '本月有来源中断，缺数据不等于好转，暂不降级'
            when listed.full_rank >= listed.colour_rank then '旧数据尚未更新，暂不降级'
            when listed.is_lapsed and listed.colour_rank = 1 and listed.previous_rank = 1
                then '旧数据已过期，未更新前不移出名单'
            when listed.is_screened then '上月颜色更重，每月最多降一级'
            else '本月已不在筛查范围，每月最多降一级，逐级退出'
        end as sentence
    from listed
    where listed.colour_rank > listed.raw_rank
    union all
    select
        listed.household_id,
        5 as part,
        0 as points,
        '' as indicator,
        '有旧数据未更新，不单独据此列为红色' as sentence
    from listed
    where listed.full_rank = 3 and listed.colour_rank < 3
    union all
    select
        yearly.household_id,
        6 as part,
        0 as points,
        '' as indicator,
        '医保年度个人负担（' || cast(yearly.year as varchar) || '年）：全年超过'
        || cast(cast(floor($medical_burden_threshold_yuan) as integer) as varchar) || '元，'
        || yearly.reason as sentence
    from yearly
)

select
    household_id,
    cast(
        row_number() over (
            partition by household_id
            order by part asc, points desc, indicator asc
        ) as integer
    ) as reason_order,
    sentence
from sentences
