-- title: 孩子缺少父母抚养
-- dimension: household
-- grain: household
-- unit: code
-- sources: civil_affairs__orphans
-- description: 家中有孤儿或事实无人抚养儿童=2，有其他困境儿童=1；按民政名册，不看户里登记的关系
with listed as (
    select
        screened_members.household_id,
        orphans.person_id,
        orphans.child_kind,
        orphans.delivery_month
    from core.screened_members
    inner join staging.civil_affairs__orphans as orphans
        on screened_members.person_id = orphans.person_id
    qualify
        row_number() over (
            partition by orphans.person_id
            order by
                orphans.delivery_rank desc,
                orphans.is_alternative asc,
                orphans.row_number desc,
                orphans.sheet desc
        ) = 1
),

counts as (
    select
        household_id,
        count(*) as children_count,
        max(delivery_month) as delivery_month,
        max(case when child_kind in ('孤儿', '事实无人抚养儿童') then 2 else 1 end) as need
    from listed
    group by household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(need as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    cast(children_count as varchar)
    || case
        when need = 2 then '名孩子缺少父母抚养，在民政保障名册'
        else '名孩子在民政困境儿童名册'
    end as evidence
from counts
