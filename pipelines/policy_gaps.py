"""What stands behind no document or no data: placeholders in use, and policies not compared."""

from collections.abc import Mapping

from pipelines.benefits import load_benefits, told_value
from pipelines.manifest import Json
from pipelines.policy import Policy, load_parameters
from pipelines.policy_uses import used_for
from pipelines.selects import selects_of

NO_RULE, SOURCE_MISSING = "no_rule", "source_missing"


def told_placeholders(policy: Policy) -> list[Json]:
    """Return the values in use that no public document gives, and what each is used for."""
    parameters, uses = load_parameters(), used_for(policy.day)
    return [
        {
            "parameter": name,
            "title": parameters[name].title,
            "value": told_value(dated.value),
            "unit": parameters[name].unit,
            "reference": dated.reference.told,
            "used_for": list(uses.get(name, ())),
        }
        for name, dated in sorted(policy.dated.items())
        if dated.is_placeholder
    ]


def told_not_compared(
    policy: Policy, sources: Mapping[str, Json], counts: Mapping[str, Json]
) -> list[Json]:
    """Return the policies in force that were not compared, or not wholly, and why.

    `reason` is `source_missing` (`sources` names what was never delivered or is too old; `cases`
    is how many were compared all the same, with what is missing unknown) or `no_rule`: the policy
    stands in the catalogue only. `sources` are the manifest's, `counts` its policies.
    """
    needed = {
        select.name: [name.strip() for name in select.header["sources"].split(",")]
        for select in selects_of("entitlements")
    }
    told = []
    for name, benefit in sorted(load_benefits().items()):
        if not benefit.is_in_force(policy.day):
            continue
        missing = [one for one in needed.get(name, []) if _is_missing(sources.get(one))]
        if name not in needed or missing:
            told.append(
                {
                    "policy": name,
                    "title": benefit.title,
                    "reason": SOURCE_MISSING if missing else NO_RULE,
                    "sources": [
                        {"source": one, "title": sources.get(one, {}).get("title", one)}
                        for one in missing
                    ],
                    "cases": counts.get(name, {}).get("cases", 0),
                }
            )
    return told


def _is_missing(source: Json | None) -> bool:
    return source is None or source["status"] == "missing"
