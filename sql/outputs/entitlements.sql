-- title: 各户可能享受的政策
-- description: 每户（人）每项政策一行：可能符合、已在享受、说不清，不写不符合的；缺什么、谁能提供、问什么、到哪里办；
--   只是线索
select
    cast($month as varchar) as month,
    entitlements.household_id,
    benefits.rank,
    entitlements.policy,
    benefits.title,
    entitlements.person_id,
    benefits.department,
    entitlements.status,
    case entitlements.status
        when 'may_qualify' then '可能符合'
        when 'already_receives' then '已在享受'
        else '说不清'
    end as status_text,
    entitlements.form,
    entitlements.low_yuan,
    entitlements.high_yuan,
    entitlements.missing,
    entitlements.asks,
    entitlements.failed,
    benefits.articles,
    benefits.apply_at,
    benefits.bring,
    entitlements.uses_placeholder,
    entitlements.observed_date
from matches.entitlements
inner join policy.benefits as benefits on entitlements.policy = benefits.policy
where entitlements.status <> 'does_not'
