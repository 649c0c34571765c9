-- title: 定期核查提醒
-- description: 在享低保、特困、低保边缘、刚性支出救助的家庭一户一个，只提醒经办：自最近一次核对或纳入起每满规定月数的
--   那个月到期，有劳动能力的成员、看不出固定工作的间隔减半；家里有人去世的，规定月数内复核；没有日期的不知道
-- sources: civil_affairs__assistance,civil_affairs__means_checks,civil_affairs__deaths,
--   human_resources__social_insurance
with listed as (
    select
        household_id,
        max(since_date) as since_date,
        max(observed_date) as observed_date
    from core.benefits
    where
        is_monthly
        and benefit in ('最低生活保障', '特困人员', '低保边缘家庭', '刚性支出困难家庭')
    group by household_id
),

mourned as (
    select
        household_id,
        max(death_date) as death_date
    from core.bereavements
    where
        12 * (year($as_of_date) - year(death_date)) + month($as_of_date) - month(death_date)
        <= $death_review_months
    group by household_id
),

dated as (
    select
        listed.household_id,
        listed.observed_date,
        mourned.death_date,
        unsteady.household_id is not null as is_unstable,
        case
            when means.report_date >= coalesce(listed.since_date, means.report_date)
                then means.report_date
            else listed.since_date
        end as last_date,
        case
            when unsteady.household_id is not null
                then cast($dibao_review_unstable_months as integer)
            else cast($dibao_review_months as integer)
        end as every_months
    from listed
    left join core.household_means as means on listed.household_id = means.household_id
    left join core.unsteady_households as unsteady
        on listed.household_id = unsteady.household_id
    left join mourned on listed.household_id = mourned.household_id
),

cases as (
    select
        dated.*,
        12 * (year($as_of_date) - year(dated.last_date))
        + month($as_of_date) - month(dated.last_date) as months_since
    from dated
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'due'
            then
                case
                    when cases.death_date is not null then true
                    when cases.months_since < cases.every_months then false
                    else cases.months_since % cases.every_months = 0
                end
        when 'may_change' then cases.is_unstable or cases.death_date is not null
    end as is_met,
    case conditions.condition
        when 'due'
            then
                case
                    when cases.death_date is not null
                        then
                            '家里有人在' || cast(cases.death_date as varchar) || '去世，'
                            || cast($death_review_months as varchar) || '个月内复核'
                    when cases.last_date is not null
                        then
                            '已知最近一次核对或纳入在' || substring(
                                cast(cases.last_date as varchar), 1, 7
                            ) || '，每' || cast(cases.every_months as varchar) || '个月核查一次'
                end
        when 'may_change'
            then
                case
                    when cases.is_unstable then '有劳动能力的成员，看不出固定工作，收入可能有变化'
                    when cases.death_date is not null then '家庭人口有变化'
                end
    end as evidence,
    case
        when conditions.condition = 'due' then coalesce(cases.death_date, cases.last_date)
        else cases.observed_date
    end as observed_date,
    cast(null as decimal(18, 2)) as low_yuan,
    cast(null as decimal(18, 2)) as high_yuan
from cases
cross join (values ('due'), ('may_change')) as conditions (condition)
