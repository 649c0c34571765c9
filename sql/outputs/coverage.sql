-- title: 在享的救助和一次性救助
-- description: 截至月末各户在享的救助和补贴，每户每项一行；发过的一次性救助，每户每项每天一行；下个月起据此看出
--   新落实了什么。养老金、优抚和惠农补贴不在内
with helping as (
    select
        benefits.household_id,
        benefits.person_id,
        benefits.benefit,
        benefits.is_monthly,
        benefits.amount_yuan,
        benefits.since_date,
        benefits.paid_date,
        sources.department
    from core.benefits as benefits
    left join inputs.sources as sources on benefits.source = sources.source
    where
        benefits.source in (
            'charity__relief',
            'civil_affairs__assistance',
            'civil_affairs__disability_subsidies',
            'civil_affairs__orphans',
            'education__school_aid',
            'housing__public_rental',
            'trade_union__hardship_files'
        )
),

-- Of what several members draw by the month, the first to draw it tells since when.
monthly as (
    select
        household_id,
        benefit,
        true as is_monthly,
        min(since_date) as since_month,
        sum(amount_yuan) as monthly_amount_yuan,
        cast(null as decimal(18, 2)) as amount_once_yuan,
        count(distinct person_id) as persons_count,
        min(department) as department
    from helping
    where is_monthly
    group by household_id, benefit
),

once as (
    select
        household_id,
        benefit,
        false as is_monthly,
        paid_date as since_month,
        cast(null as decimal(18, 2)) as monthly_amount_yuan,
        sum(amount_yuan) as amount_once_yuan,
        count(distinct person_id) as persons_count,
        min(department) as department
    from helping
    where not is_monthly
    group by household_id, benefit, paid_date
),

found as (
    select * from monthly
    union all
    select * from once
)

select
    cast($month as varchar) as month,
    household_id,
    benefit,
    is_monthly,
    since_month,
    cast(monthly_amount_yuan as decimal(16, 2)) as monthly_amount_yuan,
    cast(amount_once_yuan as decimal(16, 2)) as amount_once_yuan,
    cast(persons_count as integer) as persons_count,
    department
from found
