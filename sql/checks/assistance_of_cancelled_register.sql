-- title: 户口已注销仍在救助名册
-- description: 户口状态已是注销、而救助名册仍记为在享的人；已经按去世退回的不重复
-- source: civil_affairs__assistance
-- level: warn
-- reason: 户籍信息显示此人的户口已经注销，救助名册仍记为在享。请核实是否去世、参军或出国：不再符合条件的办理停发并填写
--   终止月份；户口没有注销的请告知公安部门更正。
with newest as (
    select
        person_id,
        register_status
    from staging.public_security__household_register
    where
        register_status is not null
        and person_id in (
            select assistance.person_id
            from staging.civil_affairs__assistance as assistance
        )
    qualify
        row_number() over (
            partition by person_id
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
)

select
    assistance.file_id,
    assistance.sheet,
    assistance.row_number,
    'id_number' as column_name
from staging.civil_affairs__assistance as assistance
inner join newest on assistance.person_id = newest.person_id
left join core.deaths on assistance.person_id = deaths.person_id
where
    newest.register_status = '注销'
    and deaths.person_id is null
    and coalesce(assistance.end_month >= cast(assistance.delivery_month || '-01' as date), true)
    and assistance.assistance_categories <> '临时救助'
    and not assistance.is_alternative
