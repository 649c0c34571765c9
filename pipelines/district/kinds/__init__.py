"""The further kinds of data of the made-up district: one function draws the facts of each."""

from pipelines.district.inbox import Inbox
from pipelines.district.kinds.accounts import ACCOUNTS
from pipelines.district.kinds.deliver import deliver_kind
from pipelines.district.kinds.dwellings import DWELLINGS
from pipelines.district.kinds.lives import draw_lives
from pipelines.district.kinds.mishaps import MISHAPS
from pipelines.district.kinds.pleas import PLEAS
from pipelines.district.kinds.property import PROPERTY
from pipelines.district.kinds.register import REGISTER
from pipelines.district.kinds.school import SCHOOL
from pipelines.district.kinds.shape import Kind, Told
from pipelines.district.kinds.welfare import WELFARE
from pipelines.district.kinds.work import WORK
from pipelines.district.world import World

KINDS: tuple[Kind, ...] = (
    *WORK,
    *MISHAPS,
    *DWELLINGS,
    *WELFARE,
    *SCHOOL,
    *PLEAS,
    *PROPERTY,
    *REGISTER,
    *ACCOUNTS,
)


def deliver_kinds(world: World, inbox: Inbox) -> list[Told]:
    """Write every further kind; returns what can be read of each delivery."""
    lives = draw_lives(world)
    told = [one for kind in KINDS for one in deliver_kind(world, lives, inbox, kind)]
    _pack_the_pleas(world, inbox)
    return told


def _pack_the_pleas(world: World, inbox: Inbox) -> None:
    """The hotline hands its last month over in an archive."""
    last = world.calendar.months[-1]
    folder = f"政务服务热线中心/{last.year}年{last.month:02d}月"
    paths = [file.path for file in inbox.files if file.path.startswith(f"{folder}/")]
    if paths:
        inbox.pack(f"{folder}/热线工单.zip", paths)
