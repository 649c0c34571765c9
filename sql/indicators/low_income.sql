-- title: 人均纯收入低于监测线
-- dimension: income
-- grain: household
-- unit: yuan
-- sources: rural_affairs__poverty_roster
-- description: 监测线减去名册所记人均纯收入（取同户各行最低者）；大于零为低于监测线，小于等于零为不低于
with incomes as (
    select
        screened_members.household_id,
        min(roster.income_per_capita_yuan) as income_per_capita_yuan
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.income_per_capita_yuan is not null
    group by screened_members.household_id
)

select
    incomes.household_id,
    cast(null as varchar) as person_id,
    cast($monitoring_line_yuan - incomes.income_per_capita_yuan as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when incomes.income_per_capita_yuan * 2 < $monitoring_line_yuan
            then '名册人均纯收入不到监测线的一半'
        when incomes.income_per_capita_yuan < $monitoring_line_yuan
            then '名册人均纯收入低于监测线'
        else '名册人均纯收入不低于监测线'
    end as evidence
from incomes
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
