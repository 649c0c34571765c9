-- title: 家庭经济状况核对结果
-- description: 要对照政策的家庭里，截止日以前授权、授权仍在规定月数内的最近一次核对报告，每户一行；没有报告
--   的家庭没有行，收入和财产就是不知道，从不推定
with reported as (
    select
        considered.household_id,
        checks.household_members_count,
        checks.household_monthly_income_yuan,
        checks.is_property_within,
        checks.property_excess,
        checks.rigid_spending_year_yuan,
        checks.report_date
    from core.considered_members as considered
    inner join staging.civil_affairs__means_checks as checks
        on considered.person_id = checks.person_id
    where
        checks.authorisation_number is not null
        and checks.authorisation_date <= $as_of_date
        and checks.report_date <= $as_of_date
        and 12 * (year($as_of_date) - year(checks.authorisation_date))
        + month($as_of_date) - month(checks.authorisation_date) < $authorisation_valid_months
    -- A household has one present state: the last report of whichever member applied.
    qualify
        row_number() over (
            partition by considered.household_id
            order by
                checks.report_date desc,
                checks.authorisation_date desc,
                checks.delivery_rank desc,
                checks.is_alternative asc,
                checks.row_number desc,
                checks.sheet desc,
                checks.person_id asc
        ) = 1
)

select
    household_id,
    cast(household_members_count as integer) as reported_members_count,
    cast(household_monthly_income_yuan as decimal(18, 2)) as monthly_income_yuan,
    is_property_within,
    property_excess,
    cast(rigid_spending_year_yuan as decimal(18, 2)) as rigid_spending_year_yuan,
    report_date
from reported
