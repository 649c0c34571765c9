-- title: 已登记离婚户口仍是已婚
-- description: 报送月份开始以前登记离婚、此后没有再登记结婚，而户口的婚姻状况仍是已婚的人
-- source: public_security__household_register
-- level: note
-- reason: 婚姻登记显示此人已经离婚，户口的婚姻状况仍是已婚。请提示本人变更，同户还有没有前配偶也请核对。
with sides as (
    select
        person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    union all
    select
        spouse_person_id as person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    where spouse_person_id is not null
),

newest as (
    select
        person_id,
        registration_kind,
        registered_date
    from sides
    where registration_kind in ('结婚', '离婚')
    qualify
        row_number() over (
            partition by person_id
            order by registered_date desc, delivery_rank desc, row_number desc, sheet desc
        ) = 1
)

select
    register.file_id,
    register.sheet,
    register.row_number,
    'marital_status' as column_name
from newest
inner join staging.public_security__household_register as register
    on newest.person_id = register.person_id
where
    newest.registration_kind = '离婚'
    and newest.registered_date < cast(register.delivery_month || '-01' as date)
    and register.marital_status = '已婚'
    and not register.is_alternative
