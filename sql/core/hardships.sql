-- title: 家庭的难处
-- description: 每个要对照政策的家庭：有没有重度残疾人或大病患者、健全劳动力（在押的、不在家生活的不算），医疗负担
--   是否超过界限，脱贫名单上写的人均收入是否低于低保标准；只说明值不值得问，不是享受政策的条件
with people as (
    select
        considered.household_id,
        -- Who is in prison or lives elsewhere earns nothing for this household.
        coalesce(capacities.is_able_adult and guaranteed.is_counted is distinct from false, false)
            as is_able_adult,
        coalesce(capacities.has_severe_disability, false) as is_severely_disabled,
        severe_illnesses.person_id is not null as is_severely_ill,
        medical_burdens.burden_yuan,
        roster.income_per_capita_yuan
    from core.considered_members as considered
    left join core.capacities on considered.person_id = capacities.person_id
    left join core.guarantee_members as guaranteed
        on considered.person_id = guaranteed.person_id
    left join core.severe_illnesses on considered.person_id = severe_illnesses.person_id
    left join core.medical_burdens on considered.person_id = medical_burdens.person_id
    left join core.roster on considered.person_id = roster.person_id
),

gathered as (
    select
        household_id,
        bool_or(is_severely_disabled) as has_severe_disability,
        bool_or(is_severely_ill) as has_severe_illness,
        not bool_or(is_able_adult) as lacks_able_adult,
        coalesce(sum(burden_yuan) > $medical_burden_threshold_yuan, false) as has_heavy_burden,
        -- Written alike on all rows of a household, as a rule; where not, the least low counts.
        coalesce(
            max(income_per_capita_yuan) < 12 * $dibao_line_monthly_yuan, false
        ) as has_low_roster_income
    from people
    group by household_id
)

select
    household_id,
    has_severe_disability,
    has_severe_illness,
    lacks_able_adult,
    has_heavy_burden,
    has_low_roster_income,
    nullif(
        concat_ws(
            '、',
            case when has_severe_disability then '有重度残疾人' end,
            case when has_severe_illness then '有成员需要长期治疗' end,
            case when lacks_able_adult then '没有健全劳动力' end,
            case when has_heavy_burden then '医疗负担重' end,
            case when has_low_roster_income then '脱贫名单所写收入低于低保标准' end
        ),
        ''
    ) as evidence
from gathered
