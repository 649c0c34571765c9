-- title: 家庭成员不全的户
-- description: 暂定的家庭，或有成员身份不明的家庭：家庭结构类指标没有触发时算未评估
with known as (
    select
        members.household_id,
        count(*) as known_count
    from core.members
    inner join screening.screened_households
        on members.household_id = screened_households.household_id
    group by members.household_id
)

select
    known.household_id,
    case
        when households.is_provisional and known.known_count = 1
            then '未找到同住家人，家庭结构未评估'
        when households.is_provisional then '不在网格台账，同住家人可能不全，家庭结构未评估'
        else
            '有' || cast(households.members_count - known.known_count as varchar)
            || '名成员身份不明，家庭结构未评估'
    end as sentence
from known
inner join core.households on known.household_id = households.household_id
where households.is_provisional or households.members_count > known.known_count
