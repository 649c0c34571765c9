"""The departments' side of the loop: their files month by month, and what they decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.district.assistance import Grant, deliver_assistance
from pipelines.district.bills import Account, plan_spending
from pipelines.district.certificates import deliver_certificates
from pipelines.district.death_records import deliver_deaths
from pipelines.district.inbox import Inbox
from pipelines.district.poverty_roster import deliver_roster
from pipelines.district.residents import deliver_residents
from pipelines.district.settlements import deliver_settlements
from pipelines.district.world import World
from pipelines.district.yearly_burdens import deliver_yearly_burdens
from pipelines.months import Month
from pipelines.simulation.acts import REFERRED, Act
from pipelines.simulation.behaviour import Behaviour
from pipelines.simulation.chance import Chance
from pipelines.simulation.needs import HELPS, Need
from pipelines.simulation.visits import TAKEN

SETTLEMENTS_A_MONTH = 150
ERROR_FEN = 30_000


@dataclass
class Departments:
    """What they will hand in, and whom they have granted what, from which month on."""

    world: World
    inbox: Inbox
    ready: Path
    behaviour: Behaviour
    chance: Chance
    account: Account
    granted: dict[int, tuple[Month, Grant]] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)

    @classmethod
    def prepare(
        cls, world: World, out: Path, behaviour: Behaviour, chance: Chance
    ) -> "Departments":
        """Write all that no visit changes, to be handed in month by month."""
        account = Account(len(world.people))
        inbox = Inbox(out / "departments")
        for snapshot in range(len(world.calendar.snapshots)):
            deliver_certificates(world, inbox, snapshot)
            deliver_residents(world, inbox, snapshot)
            deliver_roster(world, inbox, snapshot)
        for position in range(len(world.calendar.months)):
            deliver_deaths(world, inbox, position)
        spending = plan_spending(world)
        deliver_settlements(world, inbox, spending, SETTLEMENTS_A_MONTH, account)
        deliver_yearly_burdens(world, inbox)
        return cls(world, inbox, out / "inbox", behaviour, chance, account)

    def hand_in(self, month: Month) -> None:
        """Put the files of a month, and those before it, into the inbox that is read."""
        due = {home: grant for home, (since, grant) in self.granted.items() if since <= month}
        snapshot = self.world.calendar.snapshots.index(month)
        deliver_assistance(self.world, self.inbox, snapshot, due)
        for file in self.inbox.files:
            source = self.inbox.folder / file.path
            if file.delivery_month <= str(month) and source.exists():
                target = self.ready / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                source.rename(target)

    def drawing(self, month: Month) -> set[int]:
        """Homes that draw assistance in a month."""
        long_since = set(self.world.assisted.tolist())
        return long_since | {h for h, (since, _) in self.granted.items() if since <= month}

    def decide(self, acts: list[Act], needs: Mapping[int, Need]) -> None:
        """Decide on what was referred; what is granted shows in a later month's list."""
        for act in acts:
            home = act.listed.home
            if home is None or act.fault not in TAKEN or act.visit.conclusion not in REFERRED:
                continue
            if home in self.decided or home in self.drawing(act.delivered):
                continue
            self.decided.add(home)
            need = needs.get(home)
            likely = self.behaviour.approved if need else self.behaviour.approved_in_error
            if self.chance.happens(likely, "approved", home):
                self._grant(home, act.delivered, need)

    def _grant(self, home: int, told: Month, need: Need | None) -> None:
        waits = 1 + self.chance.place(self.behaviour.months_to_approve, "waits", home)
        since = told.plus(waits)
        category, fen = (need.category, need.fen) if need else (HELPS[1][1], ERROR_FEN)
        self.granted[home] = (since, Grant(category, since.first_date, fen))
