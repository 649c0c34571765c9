-- title: 机动车
-- description: 成员名下没有注销、报废、转出的汽车；摩托车、三轮车、拖拉机和残疾人专用车不问
-- source: public_security__vehicles
-- question: 请核实车辆是否还在、谁在使用、是否借名登记，生活必需和残疾人代步的记明
with listed as (
    select
        screened_members.household_id,
        vehicles.person_id,
        vehicles.plate_number,
        vehicles.vehicle_kind,
        vehicles.usage,
        vehicles.status,
        vehicles.delivery_month
    from core.screened_members
    inner join staging.public_security__vehicles as vehicles
        on screened_members.person_id = vehicles.person_id
    qualify
        row_number() over (
            partition by vehicles.person_id, vehicles.plate_number
            order by
                vehicles.delivery_rank desc,
                vehicles.is_alternative asc,
                vehicles.row_number desc,
                vehicles.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    '登记有' || cast(count(distinct plate_number) as varchar) || '辆汽车' as evidence
from listed
where
    vehicle_kind in ('小型汽车', '货车', '客车')
    and coalesce(usage, '非营运') <> '残疾人专用'
    and coalesce(status, '正常') not in ('注销', '报废', '转出')
group by household_id
