-- title: 困难残疾人生活补贴
-- description: 有效持证人一人一个，不分等级：家里在享低保的；扩大到低保边缘家庭的日子起，低保边缘家庭的也算；在领老年
--   补贴的，金额不低于生活补贴的不再领，不知道金额的先问；名册只写两项补贴、没有写哪一项的，先核对
-- sources: disabled_federation__certificates,civil_affairs__assistance,
--   civil_affairs__disability_subsidies
with edge_homes as (
    select distinct household_id
    from core.benefits
    where benefit = '低保边缘家庭'
),

guaranteed_homes as (
    select distinct household_id
    from core.benefits
    where benefit = '最低生活保障'
),

-- In a home on the edge only who draws alone is on the guarantee.
guaranteed_people as (
    select distinct person_id
    from core.benefits
    where benefit = '最低生活保障'
),

unnamed as (
    select distinct person_id
    from core.benefits
    where benefit = '残疾人两项补贴'
),

elder_pay as (
    select
        person_id,
        case when count(amount_yuan) = count(*) then sum(amount_yuan) end as amount_yuan
    from core.benefits
    where benefit in ('高龄津贴', '经济困难老年人补贴') and is_monthly
    group by person_id
),

unlisted as (
    select
        max(case when source = 'civil_affairs__assistance' then 1 else 0 end)
        = 1 as is_register_missing,
        max(case when source = 'civil_affairs__disability_subsidies' then 1 else 0 end)
        = 1 as is_list_missing
    from inputs.sources
    where status = 'missing'
),

holders as (
    select
        considered.household_id,
        considered.person_id,
        guaranteed_people.person_id is not null
        or (guaranteed_homes.household_id is not null and edge_homes.household_id is null)
            as is_guaranteed,
        edge_homes.household_id is not null as is_on_edge,
        unnamed.person_id is not null as is_drawn_unnamed,
        elder_pay.person_id is not null as draws_elder_pay,
        elder_pay.amount_yuan as elder_yuan,
        coalesce(unlisted.is_register_missing, false) as is_register_missing,
        coalesce(unlisted.is_list_missing, false) as is_list_missing
    from core.considered_members as considered
    inner join core.certificates as certificates
        on considered.person_id = certificates.person_id
    cross join unlisted
    left join edge_homes on considered.household_id = edge_homes.household_id
    left join guaranteed_homes on considered.household_id = guaranteed_homes.household_id
    left join guaranteed_people on considered.person_id = guaranteed_people.person_id
    left join unnamed on considered.person_id = unnamed.person_id
    left join elder_pay on considered.person_id = elder_pay.person_id
    where certificates.is_valid
),

cases as (
    select
        holders.*,
        case
            when holders.is_guaranteed then true
            when holders.is_on_edge then $disability_living_edge_monthly_yuan is not null
            when holders.is_register_missing then null
            else false
        end as is_hard_up,
        cast(
            case
                when holders.is_guaranteed then $disability_living_subsidy_monthly_yuan
                when holders.is_on_edge then $disability_living_edge_monthly_yuan
            end as decimal(18, 2)
        ) as due_yuan
    from holders
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'hard_up' then cases.is_hard_up
        when 'higher'
            then not cases.draws_elder_pay or cases.elder_yuan < cases.due_yuan
        when 'undrawn'
            then case when not cases.is_drawn_unnamed and not cases.is_list_missing then true end
    end as is_met,
    case conditions.condition
        when 'hard_up'
            then
                case
                    when cases.is_guaranteed then '在享低保'
                    when cases.is_on_edge then '家庭在低保边缘家庭名册上'
                    when cases.is_register_missing then '本月没有收到在享救助名册'
                    else '家庭不在低保、低保边缘家庭名册上'
                end
        when 'higher'
            then
                '在领老年补贴每月'
                || replace(cast(cases.elder_yuan as varchar), '.00', '') || '元，择高享受'
        when 'undrawn'
            then
                case
                    when cases.is_drawn_unnamed then '名册写了两项补贴，没有写是哪一项'
                    when cases.is_list_missing then '本月没有收到两项补贴发放名册'
                end
    end as evidence,
    cast(null as date) as observed_date,
    cases.due_yuan as low_yuan,
    cases.due_yuan as high_yuan
from cases
cross join (values ('hard_up'), ('higher'), ('undrawn')) as conditions (condition)
