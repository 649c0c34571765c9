-- title: 筛查人群
-- description: 在世的人属于哪几类筛查对象：disability 持有效残疾人证，medical 医疗负担超过界限，
--   poverty_roster 名单上仍享受政策，
--   nominated 规定月数内镇街补报过
with found as (
    select
        person_id,
        'disability' as cohort
    from core.certificates
    where is_valid
    union all
    select
        person_id,
        'medical' as cohort
    from core.medical_burdens
    where burden_yuan > $medical_burden_threshold_yuan
    union all
    select
        person_id,
        'poverty_roster' as cohort
    from core.roster
    where draws_policy
    union all
    -- No department named them; the office that knows them did.
    select distinct
        person_id,
        'nominated' as cohort
    from core.nominations
    where
        person_id is not null
        and 12 * (year($as_of_date) - cast(substring(delivery_month, 1, 4) as integer))
        + month($as_of_date) - cast(substring(delivery_month, 6, 2) as integer)
        < $nomination_months
)

select
    found.person_id,
    members.household_id,
    found.cohort
from found
inner join core.members as members on found.person_id = members.person_id
