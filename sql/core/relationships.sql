-- title: 与户主关系
-- description: 送来的每一种“与户主关系”写法属于哪一类：head 户主，spouse 配偶，supporter 赡养人等
--   （写在成员里的赡养人、抚养人、扶养人、赡养义务人不算家庭成员），member 其他成员
with written as (
    select relationship from staging.community__residents
    union
    select relationship from staging.rural_affairs__poverty_roster
),

plain as (
    select
        relationship,
        regexp_replace(relationship, '[\s()（）]|户主|之|的', '', 'g') as to_head,
        -- 被赡养人 is the one who is supported: a member.
        regexp_replace(relationship, '\s|被[赡抚扶]养人', '', 'g') as unsupported
    from written
    where relationship is not null
)

select
    relationship,
    case
        when regexp_matches(unsupported, '[赡抚扶][()（）、,，/赡抚扶养]*养[)）]?(义务)?人')
            then 'supporter'
        when to_head in ('', '本人', '小集体', '01', '02', '03') then 'head'
        when to_head in ('配偶', '夫', '妻', '丈夫', '妻子', '爱人', '老伴', '10', '11', '12')
            then 'spouse'
        else 'member'
    end as role
from plain
