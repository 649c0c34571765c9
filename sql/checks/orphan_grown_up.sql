-- title: 已成年又不在读的孤儿
-- description: 在孤儿和困境儿童名册、已满十八周岁而学籍没有在读的人；只在本学年有学籍数据时比对
-- source: civil_affairs__orphans
-- level: note
-- reason: 此人已满十八周岁，学籍数据里没有在读。请核实：在外地就读的记明学校；不再就读的按规定退出保障，生活困难的转为其他救助。
with newest as (
    select
        person_id,
        enrolment_status
    from staging.education__student_rolls
    where
        person_id in (
            select orphans.person_id
            from staging.civil_affairs__orphans as orphans
        )
    qualify
        row_number() over (
            partition by person_id
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
)

select
    orphans.file_id,
    orphans.sheet,
    orphans.row_number,
    'id_number' as column_name
from staging.civil_affairs__orphans as orphans
inner join core.persons on orphans.person_id = persons.person_id
inner join inputs.sources on sources.source = 'education__student_rolls'
left join newest on orphans.person_id = newest.person_id
where
    sources.status = 'present'
    and persons.age_years >= $adult_age_years
    and not persons.is_dead
    and coalesce(newest.enrolment_status, '毕业') <> '在读'
    and not orphans.is_alternative
