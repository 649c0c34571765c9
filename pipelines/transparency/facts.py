"""What the record is made from: the release's manifest and the rules of its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipelines.benefits import Benefit, load_benefits
from pipelines.manifest import Json
from pipelines.policy import Parameter, Policy, load_parameters
from pipelines.policy_uses import used_for
from pipelines.scorecard import Scorecard, scorecard_at
from pipelines.selects import Select, selects_of
from schemas.sources import Source, all_sources


@dataclass(frozen=True)
class Facts:
    """A release's manifest, the policy it was computed with, and what goes with that day."""

    manifest: Json
    policy: Policy

    @property
    def day(self) -> date:
        """The as-of date of the release."""
        return self.policy.day

    @cached_property
    def scorecard(self) -> Scorecard:
        """The version of the scorecard that holds on the day."""
        return scorecard_at(self.day)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every dated parameter by name."""
        return load_parameters()

    @cached_property
    def used_for(self) -> Mapping[str, tuple[str, ...]]:
        """Parameter → what it is used for on the day."""
        return used_for(self.day)

    @cached_property
    def benefits(self) -> Mapping[str, Benefit]:
        """Every policy of the booklet by name."""
        return load_benefits()

    @cached_property
    def compared(self) -> frozenset[str]:
        """The policies that are compared with households on the day."""
        written = {select.name for select in selects_of("entitlements")}
        return frozenset(
            name
            for name, benefit in self.benefits.items()
            if name in written and benefit.is_in_force(self.day)
        )

    @cached_property
    def indicators(self) -> tuple[Select, ...]:
        """Every indicator, by name."""
        return tuple(sorted(selects_of("indicators"), key=lambda select: select.name))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every kind of data by name."""
        return {source.name: source for source in all_sources()}

    def state_of(self, source: str) -> str:
        """Return present, stale, missing, or unconnected: never delivered by anybody."""
        told = self.manifest["sources"].get(source, {})
        return str(told["status"]) if told.get("delivery_month") else "unconnected"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The parameters whose value no public document gives, by title."""
        held = [name for name, dated in self.policy.dated.items() if dated.is_placeholder]
        return tuple(sorted(held, key=lambda name: (self.parameters[name].title, name)))
