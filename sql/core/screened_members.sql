-- title: 筛查家庭的成员
-- description: 有人在筛查人群的家庭的全部在世成员；指标只计量他们，别的家庭不计量
with screened as (
    select distinct household_id
    from core.cohorts
)

select
    members.person_id,
    members.household_id
from core.members
inner join screened on members.household_id = screened.household_id
