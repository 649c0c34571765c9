-- title: 共同生活的家庭成员
-- description: 要对照政策的人，按低保审核确认办法第七条是否计入：在押和强制戒毒的、非亲属、特困人员、户在人不
--   在的成年人（配偶、全日制在读的、重度残疾的除外）不计入；走访时以实际共同生活为准
with terms as (
    select distinct prison_terms.person_id
    from core.considered_members as considered
    inner join staging.justice__prison_terms as prison_terms
        on considered.person_id = prison_terms.person_id
    where
        prison_terms.term_kind in ('在押', '强制戒毒')
        and prison_terms.start_date <= $as_of_date
        and prison_terms.end_date >= $as_of_date
        and not prison_terms.is_alternative
),

supported as (
    select distinct person_id
    from core.assistance
    where category = '特困人员' and is_current
),

judged as (
    select
        considered.household_id,
        considered.person_id,
        case
            when terms.person_id is not null then '登记不在家'
            when
                regexp_matches(
                    members.relationship, '非亲属|保姆|雇|租客|租户|寄居|寄住|同事|朋友|邻居'
                )
                then '非亲属'
            when supported.person_id is not null then '特困人员另行供养'
            when
                members.residence_status = '户在人不在'
                and not members.is_head
                and not capacities.is_minor
                and not capacities.has_severe_disability
                and not (
                    capacities.is_student and coalesce(students.school_stage, '') <> '研究生'
                )
                and coalesce(relationships.role, 'member') <> 'spouse'
                then '户在人不在的成年人'
        end as reason
    from core.considered_members as considered
    inner join core.members as members on considered.person_id = members.person_id
    inner join core.capacities as capacities on considered.person_id = capacities.person_id
    left join core.students as students on considered.person_id = students.person_id
    left join core.relationships as relationships
        on members.relationship = relationships.relationship
    left join supported on considered.person_id = supported.person_id
    left join terms on considered.person_id = terms.person_id
)

select
    household_id,
    person_id,
    reason is null as is_counted,
    reason
from judged
