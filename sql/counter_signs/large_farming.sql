-- title: 较大规模种养
-- description: 最近一个补贴年度，全家惠农补贴合计达到规定数额，或一个项目的面积达到规定亩数
-- source: rural_affairs__farming_subsidies
-- question: 请核实土地是自种还是流转给别人、一年的收入和成本
with newest as (
    select
        screened_members.household_id,
        subsidies.person_id,
        subsidies.subsidy_project,
        subsidies.subsidy_year,
        subsidies.area_mu,
        subsidies.amount_yuan
    from core.screened_members
    inner join staging.rural_affairs__farming_subsidies as subsidies
        on screened_members.person_id = subsidies.person_id
    where
        subsidies.subsidy_year >= year($as_of_date) - 1
        and subsidies.subsidy_year <= year($as_of_date)
    qualify
        row_number() over (
            partition by
                subsidies.person_id, subsidies.subsidy_project, subsidies.subsidy_year
            order by
                subsidies.delivery_rank desc,
                subsidies.row_number desc,
                subsidies.sheet desc
        ) = 1
),

yearly as (
    select
        household_id,
        subsidy_year,
        case when min(person_id) = max(person_id) then min(person_id) end as person_id,
        -- Several projects pay for the same land: areas are not added up.
        max(area_mu) as area_mu,
        sum(amount_yuan) as amount_yuan
    from newest
    group by household_id, subsidy_year
    qualify row_number() over (partition by household_id order by subsidy_year desc) = 1
)

select
    household_id,
    person_id,
    least(make_date(subsidy_year, 12, 31), $as_of_date) as observed_date,
    cast(subsidy_year as varchar) || '年惠农补贴的面积或金额较大' as evidence
from yearly
where
    area_mu >= $farming_question_mu
    or amount_yuan >= $farming_question_yuan
