-- title: 在读学生在单位参保
-- description: 学籍记为高中到本科在读，而职工养老或机关事业养老保险正常缴费的人；研究生、灵活就业参保的不比
-- source: education__student_rolls
-- level: warn
-- reason: 学籍记为在读，社会保险却显示此人由单位正常缴费。请核实学籍状态：已经离校的改为毕业或退学；确实在读的请告知
--   人社部门核对参保信息。
with insured as (
    select
        person_id,
        insurance_kind,
        payment_status
    from staging.human_resources__social_insurance
    where
        insurance_kind in ('职工养老', '机关事业养老')
        and person_id in (select rolls.person_id from staging.education__student_rolls as rolls)
    qualify
        row_number() over (
            partition by person_id, insurance_kind
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
),

employed as (
    select distinct person_id
    from insured
    where payment_status = '正常缴费'
)

select
    rolls.file_id,
    rolls.sheet,
    rolls.row_number,
    'enrolment_status' as column_name
from staging.education__student_rolls as rolls
inner join employed on rolls.person_id = employed.person_id
where
    rolls.enrolment_status = '在读'
    and rolls.school_stage in ('普通高中', '中职', '大专', '本科')
    and not rolls.is_alternative
