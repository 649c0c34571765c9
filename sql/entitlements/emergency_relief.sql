-- title: 临时救助（急难型）
-- description: 近期受灾、劳动年龄的成员去世、一名成员近三个月医疗负担陡增的家庭一个；损失有多大没有写明的为不知道；
--   可以先给、后补手续，金额最少按小金额先行救助；2023年10月起不限户籍和居住证
-- sources: emergency__disaster_records,medical_insurance__settlements,civil_affairs__deaths,
--   civil_affairs__assistance,community__residents
with disasters as (
    select
        considered.household_id,
        records.disaster_date as event_date,
        case
            when records.house_damage in ('倒塌', '严重损坏', '一般损坏') then true
            when records.loss_yuan >= $disaster_loss_yuan then true
            when records.loss_yuan is null then null
            else false
        end as is_grave,
        '受灾' as evidence
    from core.considered_members as considered
    inner join staging.emergency__disaster_records as records
        on considered.person_id = records.person_id
    where records.disaster_date <= $as_of_date
),

events as (
    select
        household_id,
        event_date,
        is_grave,
        evidence
    from disasters
    where coalesce(is_grave, true)
    union all
    select
        household_id,
        death_date as event_date,
        true as is_grave,
        '劳动年龄的成员去世' as evidence
    from core.bereavements
    where was_of_working_age
    union all
    select
        considered.household_id,
        burdens.last_date as event_date,
        true as is_grave,
        '有成员近3个月医疗负担陡增' as evidence
    from core.considered_members as considered
    inner join core.medical_burdens as burdens on considered.person_id = burdens.person_id
    where burdens.recent_3m_yuan >= $emergency_illness_yuan
),

worst as (
    select
        household_id,
        event_date,
        is_grave,
        evidence
    from events
    where
        12 * (year($as_of_date) - year(event_date))
        + month($as_of_date) - month(event_date) < $emergency_window_months
    qualify
        row_number() over (
            partition by household_id
            order by is_grave desc nulls last, event_date desc, evidence asc
        ) = 1
),

helped as (
    select
        household_id,
        max(paid_date) as paid_date,
        max(case when paid_date is null then 1 else 0 end) = 1 as is_undated
    from core.benefits
    where benefit = '临时救助'
    group by household_id
),

assisted as (
    select
        household_id,
        min(benefit) as benefit
    from core.benefits
    where benefit in ('最低生活保障', '特困人员', '低保边缘家庭', '刚性支出困难家庭')
    group by household_id
),

registered as (
    select
        considered.household_id,
        bool_or(members.residence_status in ('人户一致', '户在人不在')) as is_local
    from core.considered_members as considered
    inner join core.members as members on considered.person_id = members.person_id
    group by considered.household_id
),

cases as (
    select
        worst.household_id,
        worst.event_date,
        worst.is_grave,
        worst.evidence as event,
        assisted.benefit,
        helped.paid_date,
        case
            when not $emergency_needs_local then true
            when $emergency_needs_local and registered.is_local then true
        end as is_entitled_here,
        case
            when helped.paid_date >= worst.event_date then false
            when helped.is_undated then null
            else true
        end as is_not_helped,
        cast($dibao_line_monthly_yuan as decimal(18, 2))
        * greatest(coalesce(means.counted_count, 1), 1) as lines_yuan
    from worst
    left join assisted on worst.household_id = assisted.household_id
    left join helped on worst.household_id = helped.household_id
    left join registered on worst.household_id = registered.household_id
    left join core.household_means as means on worst.household_id = means.household_id
)

select
    cases.household_id,
    cast(null as varchar) as person_id,
    conditions.condition,
    case conditions.condition
        when 'event' then cases.is_grave
        when 'place' then cases.is_entitled_here
        when 'not_helped' then cases.is_not_helped
        when 'hardship' then case when cases.benefit is not null then true end
    end as is_met,
    case conditions.condition
        when 'event'
            then
                cast(cases.event_date as varchar) || cases.event
                || case when cases.is_grave then '' else '，损失大小没有写明' end
        when 'place' then case when not $emergency_needs_local then '不限户籍和居住证' end
        when 'not_helped'
            then
                case
                    when cases.paid_date is not null
                        then '最近一次临时救助在' || cast(cases.paid_date as varchar)
                    when cases.is_not_helped is null then '名册上有临时救助，没有写日期'
                end
        when 'hardship' then '已享受' || cases.benefit
    end as evidence,
    case
        when conditions.condition = 'event' then cases.event_date
        when conditions.condition = 'not_helped' then cases.paid_date
    end as observed_date,
    -- What may be given at once is the least: the rest is seen at the visit.
    cast(
        coalesce($first_aid_yuan, cases.lines_yuan * $emergency_least_multiple) as decimal(18, 2)
    ) as low_yuan,
    cast(cases.lines_yuan * $emergency_most_multiple as decimal(18, 2)) as high_yuan
from cases
cross join
    (values ('event'), ('place'), ('not_helped'), ('hardship')) as conditions (condition)
