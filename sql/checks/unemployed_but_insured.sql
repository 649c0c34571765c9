-- title: 登记失业却在单位参保
-- description: 失业登记没有注销，而职工养老或机关事业养老保险正常缴费、且最近缴费月份在失业登记之后的人
-- source: human_resources__unemployment
-- level: warn
-- reason: 失业登记还在册，社会保险显示此人失业登记以后由单位正常缴费。请核实：已经就业的把状态改为已就业，停发失业
--   待遇；没有就业的请核对参保信息。
with insured as (
    select
        person_id,
        insurance_kind,
        payment_status,
        last_paid_month
    from staging.human_resources__social_insurance
    where
        insurance_kind in ('职工养老', '机关事业养老')
        and person_id in (
            select unemployment.person_id
            from staging.human_resources__unemployment as unemployment
        )
    qualify
        row_number() over (
            partition by person_id, insurance_kind
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
),

employed as (
    select
        person_id,
        max(last_paid_month) as last_paid_month
    from insured
    where payment_status = '正常缴费'
    group by person_id
)

select
    unemployment.file_id,
    unemployment.sheet,
    unemployment.row_number,
    'status' as column_name
from staging.human_resources__unemployment as unemployment
inner join employed on unemployment.person_id = employed.person_id
where
    coalesce(unemployment.status, '登记失业') = '登记失业'
    and employed.last_paid_month > unemployment.registered_date
    and not unemployment.is_alternative
