-- title: 授权核对的存款和证券
-- description: 要对照政策的人在每一家机构的最近一次核对结果；授权已满规定月数的不看数额（为空），请重新取得授权；
--   截止日以后才授权的不列
with latest as (
    select
        considered.household_id,
        checks.person_id,
        checks.kind,
        checks.institution,
        checks.value_yuan,
        coalesce(checks.valued_date, checks.authorisation_date) as valued_date,
        checks.authorisation_number,
        checks.authorisation_date,
        checks.is_authorisation_valid
    from core.considered_members as considered
    inner join core.asset_checks as checks on considered.person_id = checks.person_id
    where checks.authorisation_number is not null and checks.authorisation_date <= $as_of_date
    -- A later authorisation asks anew: what an institution said before it counts no more.
    qualify
        row_number() over (
            partition by checks.person_id, checks.kind, checks.institution
            order by
                checks.authorisation_date desc,
                checks.delivery_rank desc,
                checks.row_number desc,
                checks.sheet desc
        ) = 1
)

select * from latest
