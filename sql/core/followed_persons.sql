-- title: 需要细算的人
-- description: 家中有人持有效残疾人证、在名单上享受政策、或医疗负担可能超过界限的，全家在世的人；别人的
--   就医情况不再细看
with chosen as (
    select person_id
    from core.certificates
    where is_valid
    union
    select person_id
    from core.roster
    where draws_policy
    union
    select person_id
    from core.medical_candidates
),

followed_homes as (
    select distinct homes.household_key
    from core.homes as homes
    inner join chosen on homes.person_id = chosen.person_id
)

select homes.person_id
from core.homes as homes
inner join followed_homes on homes.household_key = followed_homes.household_key
