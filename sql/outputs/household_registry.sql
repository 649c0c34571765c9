-- title: 人户对应
-- description: 截至月末每人所属的住户，下个月据此沿用户编号
select
    person_id,
    household_id
from core.members
