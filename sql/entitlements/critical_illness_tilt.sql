-- title: 大病保险倾斜支付
-- description: 低保对象、特困人员（返贫致贫人口由部门认定，监测对象先算不知道）里，基本医保付过以后范围内的费用超过减半
--   起付线的，一人一个：起付线按规定比例降低，支付比例多几个百分点，不封顶；金额是按倾斜办法该付的减去已付的
-- sources: medical_insurance__settlements,civil_affairs__assistance,rural_affairs__poverty_roster
with direct as (
    select
        person_id,
        max(benefit) as benefit
    from core.benefits
    where is_monthly and benefit in ('最低生活保障', '特困人员')
    group by person_id
),

people as (
    select
        costs.household_id,
        costs.person_id,
        costs.basic_left_yuan,
        costs.critical_paid_yuan,
        costs.untold_count > 0 as is_partly_told,
        costs.is_resident_insured,
        costs.last_date,
        direct.benefit,
        cast(
            0.0001 * $critical_deductible_percent * $critical_tilt_deductible_percent
            * $local_income_yearly_yuan as decimal(18, 2)
        ) as deductible_yuan
    from core.insured_costs as costs
    left join direct on costs.person_id = direct.person_id
    left join core.roster as roster on costs.person_id = roster.person_id
    where
        direct.person_id is not null
        or (
            roster.monitoring_category is not null
            and not coalesce(roster.is_risk_removed, false)
        )
),

cases as (
    select
        people.*,
        case when people.benefit is not null then true end as is_of_class,
        case
            when people.basic_left_yuan > people.deductible_yuan then true
            when not people.is_partly_told then false
        end as has_costs,
        case
            when people.basic_left_yuan > people.deductible_yuan
                then
                    cast(
                        0.01 * ($critical_share_percent + $critical_tilt_points)
                        * (people.basic_left_yuan - people.deductible_yuan) as decimal(18, 2)
                    )
        end as tilted_yuan
    from people
    where people.basic_left_yuan > people.deductible_yuan or people.is_partly_told
),

judged as (
    select
        cases.*,
        case
            when cases.critical_paid_yuan <= 0 then true
            else cases.critical_paid_yuan < cases.tilted_yuan
        end as is_short
    from cases
    where cases.deductible_yuan is not null
)

select
    judged.household_id,
    judged.person_id,
    conditions.condition,
    case conditions.condition
        when 'class' then judged.is_of_class
        when 'insured' then judged.is_resident_insured
        when 'costs' then judged.has_costs
        when 'short' then judged.is_short
    end as is_met,
    case conditions.condition
        when 'class'
            then
                case
                    when judged.benefit is not null then '在' || judged.benefit || '名册上'
                    else '在监测名单上，是不是返贫致贫人口由部门认定'
                end
        when 'insured'
            then
                case
                    when judged.is_resident_insured then '结算记录为居民医保'
                    when not judged.is_resident_insured then '结算记录为职工医保'
                end
        when 'costs'
            then
                case
                    when judged.has_costs then '基本医保付过以后，范围内的费用超过降低后的起付线'
                    else '结算没有写明范围内的金额'
                end
        when 'short'
            then
                case
                    when judged.critical_paid_yuan <= 0 then '大病保险还没有付过'
                    when judged.is_short then '大病保险已付的少于按倾斜办法估算的'
                    when not judged.is_short then '大病保险已付的不少于按倾斜办法估算的'
                end
    end as evidence,
    case when conditions.condition <> 'class' then judged.last_date end as observed_date,
    case
        when judged.has_costs and judged.is_short
            then
                cast(
                    judged.tilted_yuan - greatest(judged.critical_paid_yuan, 0) as decimal(18, 2)
                )
    end as low_yuan,
    case
        when judged.has_costs and judged.is_short and not judged.is_partly_told
            then
                cast(
                    judged.tilted_yuan - greatest(judged.critical_paid_yuan, 0) as decimal(18, 2)
                )
    end as high_yuan
from judged
cross join (values ('class'), ('insured'), ('costs'), ('short')) as conditions (condition)
