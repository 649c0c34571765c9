"""The place's own streets, communities and renamings: data, replaced whole for another place.

The files shipped are those of the example district (statistical codes, edition of 2022-10-31,
as published in 2023; editions from 2018 on). Another place sets SANSE_REFERENCE_DIR to a folder
with files of the same names and columns:

- streets.csv: street_code (9 digits), street_name
- communities.csv: community_code (12 digits), community_name, street_code
- streets_history.csv: edition_date, street_code, street_name of every edition known
- street_successions.csv: former_code, former_name, street_code, street_name, evidence: the
  renamings for which there is evidence. A former name whose code now belongs to another
  street, and which is not listed here, is never guessed.
- name_prefixes.csv: prefix: names of the places above, as they stand before a street's name
- help_departments.csv: help, department, benefits: to which department a help named at a visit is
  referred, and as what it is drawn (、 between several). The shipped file stands in where the
  folder has none.
- discovery_teams.csv: level (区, 镇街, 村居), street_code, community_code, team_name,
  members_count, duty_phone: the three-level network of teams to which clues are handed, one team
  a place. What no level of it names goes to the street without a team's name; the file may be
  left out.
- capacities.csv: street_code, visits_per_month, from_month (2026-10), note: how many visits a
  month an office declares that it can make, from that month until its next line. A blank number
  ends the declaration. An office without a line is not cut: all its coloured households are
  listed. The file may be missing.

Not of one place, and taken from here where the folder has no file of its own:

- published_yields.csv: what others published of how many of those found were helped: name,
  period, what was counted, the counts or (where none were published) the shares in percent,
  bound (exact, at_most, range), published (date), source
"""
