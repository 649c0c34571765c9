-- title: 状态怎样变
-- description: 在哪种状态下、出了什么事、变成哪种状态；没有列出的，状态不变。is_reopening：已办结的重新打开
with moves as (
    select
        listed.from_state,
        listed.fact,
        listed.to_state,
        listed.is_reopening
    from
        (
            values
            ('new', 'listed', 'waiting', false),
            -- A closed household that is listed again, or stands worse than before, begins anew.
            ('no_risk', 'listed', 'waiting', true),
            ('moved', 'listed', 'waiting', true),
            ('stable', 'listed', 'waiting', true),
            ('left', 'listed', 'waiting', true),
            ('no_risk', 'worsened', 'waiting', true),
            ('no_risk', 'nominated', 'waiting', true),
            ('moved', 'nominated', 'waiting', true),
            ('stable', 'nominated', 'waiting', true),
            ('left', 'nominated', 'waiting', true),
            -- Somebody was seen: what was missing is no longer missing, the conclusion may be.
            ('not_reached', 'seen', 'waiting', false),
            ('refused', 'seen', 'waiting', false),
            ('moved', 'seen', 'waiting', true),
            ('stable', 'seen', 'waiting', true),
            ('left', 'seen', 'waiting', true),
            ('waiting', 'not_reached', 'not_reached', false),
            ('waiting', 'refused', 'refused', false),
            ('not_reached', 'refused', 'refused', false),
            ('waiting', 'moved', 'moved', false),
            ('not_reached', 'moved', 'moved', false),
            ('refused', 'moved', 'moved', false),
            ('referred', 'moved', 'moved', false),
            ('in_conference', 'moved', 'moved', false),
            ('to_review', 'moved', 'moved', false),
            ('no_risk', 'moved', 'moved', false),
            ('helped', 'moved', 'moved', false),
            ('stable', 'moved', 'moved', false),
            -- The last conclusion holds; help that came is not undone by finding no risk.
            ('waiting', 'no_risk', 'no_risk', false),
            ('referred', 'no_risk', 'no_risk', false),
            ('in_conference', 'no_risk', 'no_risk', false),
            ('to_review', 'no_risk', 'no_risk', false),
            ('waiting', 'to_refer', 'referred', false),
            ('in_conference', 'to_refer', 'referred', false),
            ('to_review', 'to_refer', 'referred', false),
            ('no_risk', 'to_refer', 'referred', true),
            ('helped', 'to_refer', 'referred', false),
            ('waiting', 'complex', 'in_conference', false),
            ('referred', 'complex', 'in_conference', false),
            ('to_review', 'complex', 'in_conference', false),
            ('no_risk', 'complex', 'in_conference', true),
            ('helped', 'complex', 'in_conference', false),
            -- Who has moved or refuses may be taken to a conference as well.
            ('moved', 'complex', 'in_conference', false),
            ('refused', 'complex', 'in_conference', false),
            ('stable', 'complex', 'in_conference', true),
            ('left', 'complex', 'in_conference', true),
            ('waiting', 'review', 'to_review', false),
            ('referred', 'review', 'to_review', false),
            ('in_conference', 'review', 'to_review', false),
            ('no_risk', 'review', 'to_review', true),
            ('helped', 'review', 'to_review', false),
            ('waiting', 'conferenced', 'in_conference', false),
            ('not_reached', 'conferenced', 'in_conference', false),
            ('refused', 'conferenced', 'in_conference', false),
            ('referred', 'conferenced', 'in_conference', false),
            ('to_review', 'conferenced', 'in_conference', false),
            ('waiting', 'helped', 'helped', false),
            ('not_reached', 'helped', 'helped', false),
            ('refused', 'helped', 'helped', false),
            ('referred', 'helped', 'helped', false),
            ('in_conference', 'helped', 'helped', false),
            ('to_review', 'helped', 'helped', false),
            ('no_risk', 'helped', 'helped', false),
            ('moved', 'helped', 'helped', false),
            -- Time alone closes nothing that somebody still has to do.
            ('helped', 'long_off', 'stable', false),
            ('waiting', 'very_long_off', 'left', false),
            ('not_reached', 'very_long_off', 'left', false),
            ('refused', 'very_long_off', 'left', false),
            ('moved', 'very_long_off', 'left', false),
            ('no_risk', 'very_long_off', 'left', false),
            ('helped', 'very_long_off', 'left', false),
            ('stable', 'very_long_off', 'left', false)
        ) as listed (from_state, fact, to_state, is_reopening)
)

select
    from_state,
    fact,
    to_state,
    is_reopening
from moves
