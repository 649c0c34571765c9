-- title: 得分构成
-- description: 每户得分由哪些指标构成；金额只留在依据的区间里
select
    cast($month as varchar) as month,
    contributions.household_id,
    contributions.dimension,
    contributions.indicator,
    contributions.person_id,
    contributions.observed_date,
    contributions.evidence,
    cast(contributions.points as integer) as points,
    contributions.reason
from screening.contributions
