-- title: 按政策的新纳入
-- description: 每项政策本年新纳入几户、共多少元
select
    grants.policy,
    min(grants.department) as department,
    count(*) as households_count,
    cast(sum(grants.amount_yuan) as decimal(18, 2)) as amount_yuan
from bulletin.grants
inner join bulletin.findings on grants.household_id = findings.household_id
group by grants.policy
