-- title: 已登记离婚户口仍是已婚
-- description: 报送月份开始以前登记离婚、此后没有再登记结婚，而户口的婚姻状况仍是已婚的人
-- source: public_security__household_register
-- level: note
-- reason: 婚姻登记显示此人已经离婚，户口的婚姻状况仍是已婚。请提示本人变更，同户还有没有前配偶也请核对。
select
    register.file_id,
    register.sheet,
    register.row_number,
    'marital_status' as column_name
from core.marriages
inner join staging.public_security__household_register as register
    on marriages.person_id = register.person_id
where
    marriages.is_divorced
    and marriages.registered_date < cast(register.delivery_month || '-01' as date)
    and register.marital_status = '已婚'
    and not register.is_alternative
