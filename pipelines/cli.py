"""The command `sanse`. Heavy packages load inside the commands, so that help is quick."""

import io
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from pipelines.cluster.address import (
    VARIABLE,
    WORKERS,
    Scheduler,
    Workers,
    WorkersNotReadable,
    parse_workers,
)
from pipelines.errors import SanseError
from pipelines.months import Month, MonthNotReadable, parse_month
from pipelines.settings import Home, default_home, default_inbox
from pipelines.spark import ADDRESS_VARIABLE, LOCAL_SPARK, Engine, spark_address


def _usage_in_chinese(usage: str) -> str:
    return usage.replace("Usage: ", "用法：", 1)


def _help_in_chinese(option: Any) -> Any:
    if option is not None:
        option.help = "显示这份说明"
    return option


class _InChinese(TyperCommand):
    """A command whose usage line and --help speak Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return _usage_in_chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_in_chinese(super().get_help_option(ctx))


class _GroupInChinese(TyperGroup):
    """The group of all commands; see `_InChinese`."""

    def get_usage(self, ctx: Any) -> str:
        return _usage_in_chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_in_chinese(super().get_help_option(ctx))


app = typer.Typer(
    cls=_GroupInChinese,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


_SAMPLE_MONTH = Month(2026, 10)


def _read_month(text: str | Month) -> Month:
    # A default comes here as what it is.
    try:
        return parse_month(str(text))
    except MonthNotReadable as unread:
        raise typer.BadParameter(str(unread)) from None


MonthOption = Annotated[
    Month,
    typer.Option("--month", parser=_read_month, metavar="年-月", help="哪个月，例如 2026-10"),
]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="目录",
        help="数据所在目录；不写时用环境变量 SANSE_HOME，再没有则用 ./home",
        file_okay=False,
    ),
]
InboxOption = Annotated[
    Path | None,
    typer.Option(
        "--inbox",
        metavar="目录",
        help="收件夹；不写时用环境变量 SANSE_INBOX，再没有则用 home 下的 inbox",
        file_okay=False,
    ),
]


EngineOption = Annotated[
    Engine,
    typer.Option("--engine", metavar="引擎", help="用什么计算：duckdb（默认）或 spark，结果一样"),
]
SparkOption = Annotated[
    str,
    typer.Option(
        "--spark",
        metavar="地址",
        envvar=ADDRESS_VARIABLE,
        help="--engine spark 用的 Spark：已有集群写 sc://主机:15002，本机写 local[核数]",
    ),
]


def _read_workers(text: str | Workers) -> Workers:
    # A default comes here as what it is.
    try:
        return text if isinstance(text, Scheduler) else parse_workers(str(text))
    except WorkersNotReadable as unread:
        raise typer.BadParameter(str(unread)) from None


WorkersOption = Annotated[
    Any,  # a union of types is not one that typer knows
    typer.Option(
        "--workers",
        parser=_read_workers,
        metavar="数量或地址",
        envvar=VARIABLE,
        help="读文件的进程：本机几个，或已有 Dask 集群的地址 dask://主机:8786，结果一样",
    ),
]


def _read_day(text: str | date) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise typer.BadParameter("日期写成 2026-10-31 的样子") from None


DayArgument = Annotated[
    date, typer.Argument(parser=_read_day, metavar="日期", help="哪一天，例如 2026-10-31")
]
DayOption = Annotated[
    date | None,
    typer.Option("--on", parser=_read_day, metavar="日期", help="从哪一天看；不写就是今天"),
]


@app.callback()
def sanse() -> None:
    """三色：把各部门每月交来的表格，变成每个镇街一份走访名单（红、橙、黄）。

    列入名单只是走访线索，不是救助决定。每个命令都可以加 --help 看说明和例子。
    """
    # Not for the help of all commands: what works at once with others loads half as much again.
    from pipelines.workers import collect_seldom

    collect_seldom()


@app.command(cls=_InChinese)
def run(
    month: MonthOption,
    inbox: InboxOption = None,
    home: HomeOption = None,
    engine: EngineOption = "duckdb",
    spark: SparkOption = LOCAL_SPARK,
    workers: WorkersOption = WORKERS,
    again: Annotated[
        bool, typer.Option("--again", help="没有新内容也重新计算（结果与上次逐字节相同）")
    ] = False,
) -> None:
    """一步到底：接收收件夹里的文件，筛查这个月，发布各镇街名单。

    例：sanse run --month 2026-10

    例：sanse run --month 2026-10 --inbox /data/收件 --home /data/sanse

    没有新文件，政策、区划资料、程序也没有变的，名单不变，几秒就告诉您；要重新计算加 --again。

    没有通过验收时（退出码 3）什么也不发布，上一次的名单保持不变。
    """
    from pipelines import terminal
    from pipelines.summary import summarise
    from pipelines.unchanged import stands_unread

    where, received = _places(home, inbox)
    address = spark_address(engine, spark)
    with terminal.progress() as on_progress:
        if not again and stands_unread(where, received, month, address):
            summary = summarise(where.release_path(month))
        else:
            # Not before: loading all that a run needs takes longer than to see that none is.
            from pipelines.run import run_month

            summary = run_month(
                where, received, month, on_progress, spark=address, again=again, workers=workers
            )
    terminal.print_summary(summary)


@app.command(cls=_InChinese)
def ingest(
    month: MonthOption,
    inbox: InboxOption = None,
    home: HomeOption = None,
    workers: WorkersOption = WORKERS,
) -> None:
    """只接收：逐个文件识别、逐行检查、登记，不做筛查。

    例：sanse ingest --month 2026-10 --inbox /data/收件

    例：sanse ingest --month 2026-10 --workers dask://10.0.0.5:8786

    路径和文件名里看不出月份的文件，记作 --month 这个月交来的。
    """
    from pipelines import run as stages
    from pipelines import terminal

    where, received = _places(home, inbox)
    with terminal.progress() as on_progress:
        report = stages.ingest_inbox(where, received, month, on_progress, workers)
    terminal.print_ingested(report)
    if where.returns.is_dir():
        terminal.print_text(f"退回更正的表在：{where.returns}")


@app.command(cls=_InChinese)
def sources(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="写成一页 Markdown，各列也列出来")
    ] = False,
) -> None:
    """列出认得的各种数据：哪个部门、多久交一次、用来做什么、凭什么依据。

    例：sanse sources

    例：sanse sources --markdown
    """
    from pipelines import terminal
    from pipelines.catalogue import catalogue_page, counts_line, kind_lines

    if markdown:
        typer.echo(catalogue_page(), nl=False)
    else:
        terminal.print_kinds(kind_lines(), counts_line())


policy = typer.Typer(cls=_GroupInChinese, no_args_is_help=True)
app.add_typer(policy, name="policy")


@policy.callback()
def _policy() -> None:
    """政策数值和政策目录：哪天是多少、谁定的、哪些该复核、哪些还没有文件。

    例：sanse policy show 2026-10-31
    """


@policy.command("show", cls=_InChinese)
def policy_show(
    day: DayArgument,
    markdown: Annotated[bool, typer.Option("--markdown", help="写成一页 Markdown")] = False,
) -> None:
    """列出某一天有效的全部数值：是多少、自何时、哪份文件哪一条定的。

    例：sanse policy show 2026-10-31

    例：sanse policy show 2025-12-31 --markdown
    """
    from pipelines import policy_catalogue, terminal

    if markdown:
        typer.echo(policy_catalogue.values_page(day), nl=False)
    else:
        terminal.print_policy_values(day, policy_catalogue.value_lines(day))


@policy.command("due", cls=_InChinese)
def policy_due(day: DayOption = None) -> None:
    """列出该复核的数值：复核期限已过的，和 90 天内到期的。

    例：sanse policy due

    例：sanse policy due --on 2027-05-01
    """
    from pipelines import policy_catalogue, terminal

    terminal.print_policy_due(policy_catalogue.due_lines(day or _today()))


@policy.command("missing", cls=_InChinese)
def policy_missing(day: DayOption = None) -> None:
    """列出占位的数值：没有公开文件可依，要由主管部门提供；用在哪里。

    例：sanse policy missing
    """
    from pipelines import policy_catalogue, terminal

    terminal.print_policy_missing(policy_catalogue.missing_lines(day or _today()))


@policy.command("catalogue", cls=_InChinese)
def policy_catalogue_page() -> None:
    """把全部政策写成一页 Markdown：部门、条件、文件、条文、各个日期的数值。

    例：sanse policy catalogue > docs/policies.zh-CN.md
    """
    from pipelines.policy_catalogue import catalogue_page

    typer.echo(catalogue_page(), nl=False)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the official's own day


@app.command(cls=_InChinese)
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件或文件夹", help="要试读的文件，可以写几个")
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="目录", help="标好问题的表写到哪个目录", file_okay=False),
    ] = Path(),
    english: Annotated[
        bool, typer.Option("--english", help="用英文说明 (say everything in English)")
    ] = False,
) -> None:
    """交表之前先试一试：认得出是哪张表吗，有几行能用，哪里要改。什么也不存下。

    例：sanse check 残疾人名册.xlsx

    例：sanse check 九月份/ --out 退回

    有要改的，就写出一份标好问题的表（原名-退回.xlsx），在里面改好交回即可。

    退出码：0 没有要改的；4 有要更正或核对的；5 有文件没有认出或读不了；1 程序出错；2 用法不对。
    """
    from pipelines import terminal
    from pipelines.check import check_paths
    from pipelines.checked_text import Teller
    from pipelines.table_names import hide_numbers

    for file in files:
        if not file.exists():
            raise typer.BadParameter(f"没有“{hide_numbers(str(file))}”这个文件或文件夹")
    teller, codes = Teller("en" if english else "zh"), []
    for checked in check_paths(files, out, _today()):
        terminal.print_lines(teller.lines(checked))
        codes.append(checked.exit_code)
    terminal.print_lines(teller.sum(codes))
    raise typer.Exit(max(codes, default=2))


@app.command(cls=_InChinese)
def screen(
    month: MonthOption,
    home: HomeOption = None,
    engine: EngineOption = "duckdb",
    spark: SparkOption = LOCAL_SPARK,
) -> None:
    """只筛查：用已经接收的文件重新计算这个月，并发布名单。

    例：sanse screen --month 2026-10

    只用这个月及以前交来的文件，所以以后重算旧月份，结果不变。
    """
    from pipelines import run as stages
    from pipelines import terminal

    with terminal.progress() as on_progress:
        where = _home(home)
        summary = stages.screen_month(where, month, on_progress, spark=spark_address(engine, spark))
    terminal.print_summary(summary)


@app.command(cls=_InChinese)
def explain(
    month: Annotated[
        Month | None,
        typer.Option("--month", parser=_read_month, metavar="年-月", help="哪个月，例如 2026-10"),
    ] = None,
    household: Annotated[
        str | None, typer.Argument(metavar="户编号", help="名单上的户编号", show_default=False)
    ] = None,
    home: HomeOption = None,
    pdf: Annotated[
        Path | None,
        typer.Option(
            "--pdf",
            metavar="文件",
            help="写成一页 A4，可打印带去走访（含姓名、住址，只有本人能打开）",
        ),
    ] = None,
    street: Annotated[
        str | None,
        typer.Option("--street", metavar="镇街代码", help="和 --pdf 一起用：名单上的每户一页"),
    ] = None,
    since: Annotated[
        Month | None,
        typer.Option(
            "--since",
            parser=_read_month,
            metavar="年-月",
            help="从哪个月起逐月说明为什么上了、下了名单或变了颜色（到 --month，不写到最近一期）",
        ),
    ] = None,
) -> None:
    """说明一户为什么是这个颜色：每项得分、依据、日期和来源。

    例：sanse explain H0123456789A --month 2026-10

    例：sanse explain H0123456789A --month 2026-10 --pdf 核实单.pdf

    例：sanse explain --street 370211001 --month 2026-10 --pdf 核实单.pdf

    例：sanse explain H0123456789A --since 2026-08
    """
    from pipelines import terminal

    if since is not None:
        terminal.print_text(_since(_home(home), household, since, month, pdf or street))
        return
    if month is None:
        raise typer.BadParameter("缺少参数：写 --month 年-月，或者写 --since 年-月")
    if (household is None) == (street is None) or (street is not None and pdf is None):
        raise typer.BadParameter(
            "缺少参数或多了参数：写一个户编号；或者写 --street 镇街代码和 --pdf 文件"
        )
    if pdf is not None:
        terminal.print_text(_printed(_home(home), household, street, month, pdf.absolute()))
    elif household is not None:
        from pipelines.explain import explain as explain_household

        terminal.print_text(explain_household(_home(home), household, month))


def _since(
    where: Home, household: str | None, since: Month, until: Month | None, other: object
) -> str:
    from pipelines.since import explain_since

    if household is None or other is not None:
        raise typer.BadParameter("--since 要和一个户编号一起用，不能和 --street、--pdf 一起用")
    if until is not None and until < since:
        raise typer.BadParameter("--month 不能早于 --since")
    return explain_since(where, household, since, until)


def _printed(
    where: Home, household: str | None, street: str | None, month: Month, file: Path
) -> str:
    """Write the pages of a household or of a street's list; return what to tell of it."""
    from pipelines.household_page import write_page, write_street

    if household is not None:
        write_page(where, household, month, file)
        return f"可打印的一页在：{file}"
    pages = write_street(where, street or "", month, file)
    return f"可打印的 {pages} 页（一户一页）在：{file}"


@app.command(cls=_InChinese)
def clues(
    day: DayOption = None,
    home: HomeOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="目录", help="分办单写到哪个目录", file_okay=False),
    ] = None,
) -> None:
    """线索分办：要上门核实的线索，每个镇街一份分办单，填好结果原样传回收件夹。

    例：sanse clues

    例：sanse clues --on 2026-10-12 --out 分办

    不写 --out 时写到数据目录的 dispatches 下。分办单里有姓名、住址，只有本人能打开。
    """
    from pipelines import terminal
    from pipelines.clues.dispatch import dispatch, told_lines

    sent = dispatch(_home(home), day or _today(), out.absolute() if out else None)
    terminal.print_text("\n".join(told_lines(sent)))


@app.command(cls=_InChinese)
def conference(
    household: Annotated[
        str | None, typer.Argument(metavar="户编号", help="名单上的户编号", show_default=False)
    ] = None,
    month: Annotated[
        Month | None,
        typer.Option(
            "--month", parser=_read_month, metavar="年-月", help="用哪个月的名单，默认最近"
        ),
    ] = None,
    day: DayOption = None,
    home: HomeOption = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="文件", help="这一户的会商单，一页 A4")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record", metavar="文件.xlsx", help="会商记录表：所有要会商、有任务没办完的户"
        ),
    ] = None,
) -> None:
    """个案会商（一事一议）：一户一页会商单；会商记录表填好后原样放回收件夹。

    例：sanse conference H0123456789A --pdf 会商单.pdf

    例：sanse conference --record 会商记录.xlsx --on 2026-10-31

    两种文件都有姓名，只有本人能打开。
    """
    from pipelines import terminal
    from pipelines.conferences import write_case, write_cases

    if (household is None) != (pdf is None) or (pdf is None) == (record is None):
        raise typer.BadParameter("写一个户编号和 --pdf 文件；或者只写 --record 文件")
    where, on = _home(home), day or _today()
    if household is not None and pdf is not None:
        write_case(where, household, month or _last_month(where), on, pdf.absolute())
        terminal.print_text(f"会商单在：{pdf.absolute()}")
    elif record is not None:
        count = write_cases(where, on, record.absolute())
        terminal.print_text(f"会商记录表（{count} 户）在：{record.absolute()}")


def _last_month(home: Home) -> Month:
    released = home.released_months()
    if not released:
        raise typer.BadParameter("还没有发布过名单；请先运行 sanse run --month 年-月")
    return released[-1]


@app.command(cls=_InChinese)
def ledger(
    day: DayOption = None,
    household: Annotated[
        str | None,
        typer.Option("--household", metavar="户编号", help="只看一户：列入以来的每一件事"),
    ] = None,
    street: Annotated[
        str | None, typer.Option("--street", metavar="镇街代码", help="只看一个镇街")
    ] = None,
    home: HomeOption = None,
) -> None:
    """台账：列入名单的每一户后来怎样，一天一个样，哪一天的都能再看。

    例：sanse ledger --on 2026-11-30

    例：sanse ledger --household H0123456789A

    只用到那一天为止的名单和到那个月为止交来的回表；什么也不改。
    """
    from contextlib import closing

    from pipelines import ledger_told, terminal
    from pipelines.ledger import open_ledger

    on = day or _today()
    with closing(open_ledger(_home(home), on)) as con:
        if household is not None:
            terminal.print_text(ledger_told.household_life(con, household))
        else:
            ledger_told.print_overview(con, on, street)


@app.command(cls=_InChinese)
def remind(
    day: DayOption = None,
    home: HomeOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="目录", help="提醒表写到哪个目录", file_okay=False),
    ] = None,
) -> None:
    """到期提醒：快到期和超期的核实、走访、线索、复核，每个镇街一份，另有区里一份。

    例：sanse remind

    例：sanse remind --on 2026-11-16 --out 提醒

    过了期限的报镇街负责人，再过几个工作日仍没有办的报区里；列入三个月没有结果的直接报区里。

    不写 --out 时写到数据目录的 reminders 下。提醒表里有姓名、住址，只有本人能打开。
    """
    from pipelines import terminal
    from pipelines.reminders.remind import remind as write_reminders
    from pipelines.reminders.remind import told_lines

    written = write_reminders(_home(home), day or _today(), out.absolute() if out else None)
    terminal.print_text("\n".join(told_lines(written)))


@app.command(cls=_InChinese)
def sign(
    month: MonthOption,
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="签发人的姓名")],
    office: Annotated[str, typer.Option("--office", metavar="职务", help="签发人的职务和科室")],
    home: HomeOption = None,
) -> None:
    """签发一个月的名单：在名单生成说明（transparency.html）里写明谁、何时签发。不改名单。

    例：sanse sign --month 2026-10 --name 王芳 --office 社会救助科科长

    几个人可以先后签发；同一人再签，以新的为准。名单重新生成而内容有变，原来的签发作废，要重新签。
    """
    from pipelines import terminal
    from pipelines.transparency.signing import PAGE
    from pipelines.transparency.signing import sign as sign_month

    where = _home(home)
    signing = sign_month(where, month, name, office, datetime.now().astimezone())
    terminal.print_text(f"{month}：{signing.sentence}")
    terminal.print_text(f"名单生成说明：{where.release_path(month) / PAGE}")


@app.command(cls=_InChinese)
def whatif(
    month: MonthOption,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="写好改动的工作簿（模板）或 YAML", dir_okay=False),
    ] = None,
    home: HomeOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="文件.xlsx",
            help="结果写到哪里；不写时放在原文件旁边",
            dir_okay=False,
        ),
    ] = None,
    with_ids: Annotated[
        bool,
        typer.Option("--with-ids", help="另写一份进出各户的户编号（只有本人能打开的文件）"),
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="文件.xlsx", help="写一份模板，列出能改的数", dir_okay=False
        ),
    ] = None,
) -> None:
    """试算：改界限、分数、走访间隔或救助标准，看名单会怎样变。不改名单，不改任何文件。

    例：sanse whatif --template 试算.xlsx --month 2026-10

    例：sanse whatif 试算.xlsx --month 2026-10 --out 结果.xlsx
    """
    from pipelines import terminal
    from pipelines.whatif.command import compare, make_template
    from pipelines.whatif.told import print_study

    if (file is None) == (template is None):
        raise typer.BadParameter("写一个要试算的文件，或者用 --template 写一份模板，两者选一")
    with terminal.progress() as on_progress:
        if file is None:
            told = None
            lines = make_template(_home(home), month, template or Path())
        else:
            told, lines = compare(_home(home), month, file, out, on_progress, with_ids=with_ids)
    if told is not None:
        print_study(told)
    for line in lines:
        terminal.print_text(line)


@app.command(cls=_InChinese)
def district(
    out: Annotated[Path, typer.Option("--out", metavar="目录", help="写到哪个目录")],
    residents: Annotated[int, typer.Option(min=1000, metavar="人数", help="居民人数")] = 20_000,
    months: Annotated[int, typer.Option(min=1, metavar="月数", help="连续多少个月")] = 12,
    seed: Annotated[int, typer.Option(metavar="数字", help="随机种子；相同则文件相同")] = 7,
    last_month: Annotated[
        Month,
        typer.Option("--last-month", parser=_read_month, metavar="年-月", help="最后一个月"),
    ] = _SAMPLE_MONTH,
    settlements: Annotated[
        int | None,
        typer.Option(
            "--settlements-per-year",
            min=0,
            metavar="行数",
            help="每年医保结算行数；不写则按每 190 万居民 2,000 万行折算",
        ),
    ] = None,
    kinds: Annotated[
        Literal["all", "core"],
        typer.Option(
            "--kinds",
            metavar="all|core",
            help="造哪些数据：all 全部种类，core 只造最早的七种（其文件内容与 all 相同）",
        ),
    ] = "all",
) -> None:
    """造一个虚构的区：各部门格式的文件（带常见毛病）和标准答案。

    例：sanse district --residents 20000 --months 12 --seed 7 --out district

    文件在 out 的 inbox 里，标准答案在 truth 里。所有人都是虚构的：证件号码用没有分配的县区代码。
    """
    from pipelines import terminal
    from pipelines.district import make_district

    where = out.absolute()
    with terminal.progress() as on_progress:
        make_district(
            residents,
            months,
            seed,
            where,
            last_month,
            settlements_per_year=settlements,
            kinds=kinds,
            progress=on_progress,
        )
    terminal.print_text(f"文件在：{where / 'inbox'}\n标准答案在：{where / 'truth'}")


@app.command(cls=_InChinese)
def simulate(
    out: Annotated[
        Path, typer.Option("--out", metavar="目录", help="写到哪个空目录", file_okay=False)
    ],
    months: Annotated[int, typer.Option(min=1, metavar="月数", help="走几轮，一个月一轮")] = 12,
    last_month: Annotated[
        Month,
        typer.Option("--last-month", parser=_read_month, metavar="年-月", help="最后一轮的月份"),
    ] = _SAMPLE_MONTH,
    residents: Annotated[int, typer.Option(min=1000, metavar="人数", help="居民人数")] = 4_000,
    seed: Annotated[int, typer.Option(metavar="数字", help="随机种子；相同则结果相同")] = 7,
    behaviour: Annotated[
        Path | None,
        typer.Option(
            "--behaviour", metavar="文件", help="走访行为的比例；不写时用自带的", dir_okay=False
        ),
    ] = None,
) -> None:
    """模拟年：虚构的区每月交表、出名单、走访、回收、救助，走完各轮，看得到什么、漏了什么。

    例：sanse simulate --out 模拟

    例：sanse simulate --out 模拟 --months 3

    人是虚构的，谁真有困难是知道的，所以算得出召回：真有困难的户，找到了多少。
    """
    from pipelines import terminal
    from pipelines.simulation import told
    from pipelines.simulation.behaviour import BEHAVIOUR
    from pipelines.simulation.rounds import simulate as play

    where = out.absolute()
    with terminal.progress() as on_progress:
        played = play(
            where,
            months,
            last_month,
            residents=residents,
            seed=seed,
            behaviour=behaviour or BEHAVIOUR,
            progress=on_progress,
        )
    terminal.print_table("找到多少真有困难的户", told.TRUTH_HEADS, told.truth_rows(played.months))
    terminal.print_table("每月做了什么", told.WORK_HEADS, told.work_rows(played.months))
    for line in told.write(where, played.months):
        terminal.print_text(line)


@app.command(cls=_InChinese)
def bulletin(
    month: MonthOption,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="目录", help="写到哪里；不写时在 home 的 bulletins 下", file_okay=False
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """工作月报：这个月走访核实得怎样、新纳入多少、哪些规则不准、缺什么数据。

    例：sanse bulletin --month 2026-11

    例：sanse bulletin --month 2026-11 --out 月报

    写出三份，数字相同：网页（可离线打开）、PDF（打印存档）、Parquet（给程序读）。
    """
    from pipelines import terminal
    from pipelines.bulletin.command import write_bulletin

    written = write_bulletin(_home(home), month, out.absolute() if out else None)
    terminal.print_text(written.told)


@app.command(cls=_InChinese)
def serve(
    inbox: InboxOption = None,
    home: HomeOption = None,
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="端口", help="调度页面的端口（只在本机）")
    ] = 4200,
    engine: EngineOption = "duckdb",
    spark: SparkOption = LOCAL_SPARK,
) -> None:
    """定时运行：每天清点收件夹，每月筛查上一个月。

    进度和结果可在本机网页上看：http://127.0.0.1:4200

    例：sanse serve --home /data/sanse --inbox /data/收件 --port 4200

    按 Ctrl+C 或收到终止信号时停下；正在运行的一轮随之取消，名单不会只发布一半。
    """
    from pipelines.serving import serve as serve_schedules

    serve_schedules(*_places(home, inbox), port=port, spark=spark_address(engine, spark))


def _home(named: Path | None) -> Home:
    return Home(named.absolute()) if named else default_home()


def _places(home: Path | None, inbox: Path | None) -> tuple[Home, Path]:
    where = _home(home)
    return where, inbox.absolute() if inbox else default_inbox(where)


def main() -> None:
    """Run the command; exit 0 done, 1 error, 2 usage, 3 the month's result was not accepted."""
    from pipelines import usage

    usage.speak_chinese()
    # A terminal or a pipe that lacks a sign gets a question mark for it, and the rest.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as misused:
        sys.exit(usage.print_misuse(misused))
    except SanseError as error:
        sys.exit(usage.print_error(error))
    except Exception as error:  # noqa: BLE001 (the last line: nothing foreign reaches a terminal)
        sys.exit(usage.print_fault(error))
    sys.exit(code or 0)
