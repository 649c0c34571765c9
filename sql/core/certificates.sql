-- title: 残疾人证
-- description: 在世持证人，每人一本：有效的优先，其次以最后送来的为准；有效期满当天仍有效，没有写
--   有效期的自发证之日起算规定年数，状态空白按有效，尚未发证的无效
with judged as (
    select
        certificates.*,
        coalesce(certificates.certificate_status, '有效') = '有效'
        and coalesce(certificates.issued_date <= $as_of_date, true)
        and case
            when certificates.expires_date is not null
                then certificates.expires_date >= $as_of_date
            when certificates.issued_date is not null
                -- As year-month-day numbers: 29 February ends on the last of February.
                then
                    (
                        year(certificates.issued_date) + $certificate_valid_years
                    ) * 10000
                    + month(certificates.issued_date) * 100
                    + day(certificates.issued_date)
                    >= year($as_of_date) * 10000 + month($as_of_date) * 100 + day($as_of_date)
            else true
        end as is_valid
    from staging.disabled_federation__certificates as certificates
    left join core.deaths as deaths on certificates.person_id = deaths.person_id
    where certificates.person_id is not null and deaths.person_id is null
),

counted as (
    select *
    from judged
    qualify
        row_number() over (
            partition by person_id
            order by
                is_valid desc,
                delivery_rank desc,
                is_alternative asc,
                row_number desc,
                sheet desc
        ) = 1
)

select
    counted.person_id,
    counted.disability_category,
    counted.disability_grade,
    counted.is_valid,
    counted.self_care,
    counted.employment,
    counted.issued_date,
    counted.expires_date,
    counted.delivery_month as observed_month,
    counted.community_name,
    case when places.is_retired then '未匹配' else places.street_code end as street_code
from counted
inner join reference.places as places
    on
        coalesce(counted.town_name, '') = places.town_name
        and coalesce(counted.community_name, '') = places.community_name
