-- title: 分组金额
-- description: 本年新纳入的户到今天为止各组共落实多少元
select
    groups.dimension,
    groups.group_code,
    count(*) as households_count,
    cast(sum(findings.amount_yuan) as decimal(18, 2)) as amount_yuan
from bulletin.findings
inner join bulletin.groups
    on
        findings.household_id = groups.household_id
        and groups.scope = 'year'
where findings.is_helped
group by
    groups.dimension,
    groups.group_code
