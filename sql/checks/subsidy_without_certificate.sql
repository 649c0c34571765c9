-- title: 领补贴却没有有效残疾人证
-- description: 在两项补贴名册上、而没有有效残疾人证的在世的人；只在本月有残疾人证数据时比对
-- source: civil_affairs__disability_subsidies
-- level: warn
-- reason: 残联数据里查不到此人有效的残疾人证，名册却在发放补贴。请核实：证件过期的提示换证；确实没有证的停发；身份证号
--   写错的改正。
select
    subsidies.file_id,
    subsidies.sheet,
    subsidies.row_number,
    'id_number' as column_name
from staging.civil_affairs__disability_subsidies as subsidies
inner join inputs.sources on sources.source = 'disabled_federation__certificates'
left join core.certificates
    on subsidies.person_id = certificates.person_id and certificates.is_valid
left join core.deaths on subsidies.person_id = deaths.person_id
where
    sources.status = 'present'
    and certificates.person_id is null
    and deaths.person_id is null
    and not subsidies.is_alternative
