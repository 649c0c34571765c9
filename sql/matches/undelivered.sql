-- title: 可能没有落实的政策
-- description: 已在享救助的户里，本人的情况看来符合、随这些救助一般也有、名册上却没有的政策，每户（人）每项一行；
--   名册上一个人也没有的政策，看不出是没有落实还是没有接入，不列；只是线索，由人核对
with drawn as (
    select distinct
        household_id,
        person_id,
        benefit
    from core.benefits
    where is_monthly
),

-- A roll on which nobody stands was not delivered: it tells nothing of anybody.
known_rolls as (
    select distinct received_as.policy
    from policy.received_as
    inner join core.benefits on received_as.benefit = benefits.benefit
),

followed as (
    select distinct
        entitlements.household_id,
        entitlements.person_id,
        entitlements.policy,
        drawn.benefit
    from matches.entitlements
    inner join known_rolls on entitlements.policy = known_rolls.policy
    inner join policy.follows_from on entitlements.policy = follows_from.policy
    inner join drawn
        on
            entitlements.household_id = drawn.household_id
            and follows_from.benefit = drawn.benefit
    where
        entitlements.status = 'may_qualify'
        and (
            entitlements.person_id is null
            or entitlements.person_id = drawn.person_id
            -- The whole household is in these; in the others a person is.
            or drawn.benefit in ('最低生活保障', '低保边缘家庭', '刚性支出困难家庭')
        )
),

bases as (
    select
        household_id,
        person_id,
        policy,
        array_to_string(list_sort(list(benefit)), '、') as benefits
    from followed
    group by household_id, person_id, policy
),

grounds as (
    select
        bases.household_id,
        bases.person_id,
        bases.policy,
        array_to_string(
            list_transform(
                list_sort(
                    list(lpad(cast(conditions.position as varchar), 3, '0') || stacked.evidence)
                ),
                lambda entry: substring(entry, 4)
            ),
            '；'
        ) as evidence
    from bases
    inner join entitlements.all_conditions as stacked
        on
            bases.policy = stacked.policy
            and bases.household_id = stacked.household_id
            and coalesce(bases.person_id, '') = coalesce(stacked.person_id, '')
    inner join policy.benefit_conditions as conditions
        on stacked.policy = conditions.policy and stacked.condition = conditions.condition
    where stacked.is_met and conditions.kind <> 'sign' and stacked.evidence is not null
    group by bases.household_id, bases.person_id, bases.policy
)

select
    bases.household_id,
    bases.person_id,
    bases.policy,
    concat_ws('；', '户内在享' || bases.benefits, grounds.evidence) as because,
    entitlements.missing,
    benefits.articles as article
from bases
inner join matches.entitlements
    on
        bases.policy = entitlements.policy
        and bases.household_id = entitlements.household_id
        and coalesce(bases.person_id, '') = coalesce(entitlements.person_id, '')
inner join policy.benefits as benefits on bases.policy = benefits.policy
left join grounds
    on
        bases.policy = grounds.policy
        and bases.household_id = grounds.household_id
        and coalesce(bases.person_id, '') = coalesce(grounds.person_id, '')
