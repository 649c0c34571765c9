-- title: 因病致贫却没有医疗费用
-- description: 名单的致贫原因是因病，而统计期内全家没有一笔医保结算；只在本月有结算数据、且有人最后一笔结算
--   就在统计期首月（可见整个统计期都送了）时才比对
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 致贫原因写的是因病，医保结算里这一家近一年却没有任何医疗费用。请核实致贫原因，或是否在外地就医、没有参保、
--   身份证号写错。
with covered as (
    select windows.first_date
    from core.medical_windows as windows
    inner join inputs.sources on sources.source = 'medical_insurance__settlements'
    where
        sources.status = 'present'
        -- Somebody's last costs lie in the window's first month: the whole window was delivered.
        and windows.first_date in (
            select cast(date_trunc('month', burdens.last_date) as date)
            from core.medical_burdens as burdens
            where not burdens.is_from_yearly_list
        )
),

ill as (
    select
        roster.file_id,
        roster.sheet,
        roster.row_number,
        roster.person_id,
        members.household_id
    from staging.rural_affairs__poverty_roster as roster
    inner join core.members on roster.person_id = members.person_id
    cross join covered
    where roster.cause like '%病%' and not roster.is_alternative
),

costly as (
    select distinct members.household_id
    from core.medical_burdens as burdens
    inner join core.members on burdens.person_id = members.person_id
)

select
    ill.file_id,
    ill.sheet,
    ill.row_number,
    'cause' as column_name
from ill
left join costly on ill.household_id = costly.household_id
where costly.household_id is null
