-- title: 按期要办的事
-- description: 从数据里看得出期限的四件事，每户（人）每件一行，写明自何日起算、何日到期：收入可能不固定的在享户半年核查
--   （看不到核查记录的，过了到期的那个月转入下一个半年）、在享户有成员去世的复核、出院后还没有残疾证的问一问、渐退期满
with listed as (
    select
        household_id,
        max(since_date) as since_date
    from core.benefits
    where
        is_monthly
        and benefit in ('最低生活保障', '特困人员', '低保边缘家庭', '刚性支出困难家庭')
    group by household_id
),

drawing as (
    select
        listed.household_id,
        means.report_date,
        case
            when means.report_date >= coalesce(listed.since_date, means.report_date)
                then means.report_date
            else listed.since_date
        end as last_date
    from listed
    left join core.household_means as means on listed.household_id = means.household_id
),

-- Half a year after half a year: the one in which the month at hand lies.
halves as (
    select
        drawing.household_id,
        drawing.last_date,
        drawing.report_date,
        cast($dibao_review_unstable_months as integer) as every_months,
        greatest(
            (
                12 * (year($as_of_date) - year(drawing.last_date))
                + month($as_of_date) - month(drawing.last_date) - 1
            ) // cast($dibao_review_unstable_months as integer),
            0
        ) as passed_count
    from drawing
    inner join core.unsteady_households as unsteady
        on drawing.household_id = unsteady.household_id
    where drawing.last_date <= $as_of_date
),

discharges as (
    select
        listed_now.household_id,
        settlements.person_id,
        max(settlements.end_date) as discharged_date
    from screening.households as listed_now
    inner join core.screened_members as members
        on listed_now.household_id = members.household_id
    inner join core.medical_burdens as burdens on members.person_id = burdens.person_id
    inner join staging.medical_insurance__settlements as settlements
        on members.person_id = settlements.person_id
    left join core.severe_illnesses as illnesses on members.person_id = illnesses.person_id
    left join core.certificates as certificates
        on members.person_id = certificates.person_id and certificates.is_valid
    where
        listed_now.colour is not null
        -- A stay taken back altogether leaves no stay.
        and burdens.inpatient_count > 0
        and (
            burdens.burden_yuan >= $medical_burden_threshold_yuan
            or illnesses.person_id is not null
        )
        and certificates.person_id is null
        and settlements.vali_flag = '1'
        and settlements.medfee_sumamt > 0
        and settlements.end_date <= $as_of_date
        and (
            starts_with(settlements.med_type, '2')
            or (settlements.med_type like '%住院%' and settlements.med_type not like '%生育%')
        )
    group by listed_now.household_id, settlements.person_id
),

exits as (
    select
        asked.household_id,
        means.report_date
    from entitlements.gradual_exit as asked
    inner join core.household_means as means on asked.household_id = means.household_id
    where asked.condition in ('whole_household', 'above_line', 'below_edge', 'property')
    group by asked.household_id, means.report_date
    having
        count(case when not asked.is_met then 1 end) = 0
        and count(case when asked.condition = 'above_line' and asked.is_met then 1 end) = 1
),

counted as (
    select
        household_id,
        cast(null as varchar) as person_id,
        'half_year_review' as kind,
        last_date as from_date,
        passed_count * every_months as months_before,
        (passed_count + 1) * every_months as months_after,
        report_date as reviewed_date
    from halves
    union all
    select
        mourned.household_id,
        mourned.person_id,
        'death_review' as kind,
        mourned.death_date as from_date,
        0 as months_before,
        cast($death_review_months as integer) as months_after,
        drawing.report_date as reviewed_date
    from core.bereavements as mourned
    inner join drawing on mourned.household_id = drawing.household_id
    where mourned.death_date > coalesce(drawing.report_date, make_date(1900, 1, 1))
    union all
    select
        household_id,
        person_id,
        'certificate_reminder' as kind,
        discharged_date as from_date,
        0 as months_before,
        cast($certificate_apply_months as integer) as months_after,
        cast(null as date) as reviewed_date
    from discharges
    union all
    select
        household_id,
        cast(null as varchar) as person_id,
        'exit_grace' as kind,
        last_day(report_date) as from_date,
        0 as months_before,
        cast($grace_months as integer) as months_after,
        report_date as reviewed_date
    from exits
),

numbered as (
    select
        *,
        year(from_date) * 12 + month(from_date) - 1 + months_before as first_month,
        year(from_date) * 12 + month(from_date) - 1 + months_after as last_month
    from counted
    where months_after is not null
),

-- The same day of a later month, or that month's last day where it has none.
dated as (
    select
        household_id,
        person_id,
        kind,
        reviewed_date,
        months_after - months_before as length_months,
        make_date(
            first_month // 12,
            first_month % 12 + 1,
            least(
                day(from_date), day(last_day(make_date(first_month // 12, first_month % 12 + 1, 1)))
            )
        ) as started_date,
        case
            when kind = 'exit_grace'
                then last_day(make_date(last_month // 12, last_month % 12 + 1, 1))
            else
                make_date(
                    last_month // 12,
                    last_month % 12 + 1,
                    least(
                        day(from_date),
                        day(last_day(make_date(last_month // 12, last_month % 12 + 1, 1)))
                    )
                )
        end as due_date
    from numbered
)

select
    household_id,
    person_id,
    kind,
    started_date,
    due_date,
    reviewed_date
from dated
where
    -- What is long overdue is no news any more: nobody is reminded of it for ever.
    12 * (year($as_of_date) - year(due_date)) + month($as_of_date) - month(due_date)
    <= length_months
