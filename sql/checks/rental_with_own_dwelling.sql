-- title: 住公租房又登记有住宅
-- description: 公租房在保、而名下登记有住宅的人；只看本人，不看同住的家人
-- source: housing__public_rental
-- level: note
-- reason: 不动产登记显示此人名下有住宅，公租房仍在保。请核实房屋是否还在、面积是否低于当地标准，不再符合条件的按规定退出。
with newest as (
    select
        person_id,
        property_number,
        usage
    from staging.natural_resources__real_estate
    where
        coalesce(registered_date <= $as_of_date, true)
        and person_id in (
            select rental.person_id
            from staging.housing__public_rental as rental
        )
    qualify
        row_number() over (
            partition by person_id, property_number
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
),

owners as (
    select distinct person_id
    from newest
    where usage = '住宅'
)

select
    rental.file_id,
    rental.sheet,
    rental.row_number,
    'status' as column_name
from staging.housing__public_rental as rental
inner join owners on rental.person_id = owners.person_id
where
    coalesce(rental.status, '在保') = '在保'
    and not rental.is_alternative
