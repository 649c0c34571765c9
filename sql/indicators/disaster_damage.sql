-- title: 受灾
-- dimension: living
-- grain: household
-- unit: code
-- sources: emergency__disaster_records
-- description: 规定月数内受灾：房屋倒塌=3，严重损坏=2，一般损坏、或没有损房而损失达到规定数额=1；取最重的一次
with graded as (
    select
        screened_members.household_id,
        records.disaster_date,
        case
            when records.house_damage = '倒塌' then 3
            when records.house_damage = '严重损坏' then 2
            when records.house_damage = '一般损坏' then 1
            when records.loss_yuan >= $disaster_loss_yuan then 1
            else 0
        end as damage
    from core.screened_members
    inner join staging.emergency__disaster_records as records
        on screened_members.person_id = records.person_id
    where
        records.disaster_date <= $as_of_date
        and 12 * (year($as_of_date) - year(records.disaster_date))
        + month($as_of_date) - month(records.disaster_date) < $disaster_window_months
),

worst as (
    select
        household_id,
        disaster_date,
        damage
    from graded
    where damage > 0
    qualify
        row_number() over (
            partition by household_id order by damage desc, disaster_date desc
        ) = 1
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(damage as decimal(18, 2)) as amount,
    disaster_date as observed_date,
    case damage
        when 3 then '受灾，房屋倒塌'
        when 2 then '受灾，房屋严重损坏'
        else '受灾，房屋损坏或损失较大'
    end as evidence
from worst
