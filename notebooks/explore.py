"""最近一次名单的浏览笔记本：marimo edit notebooks/explore.py，或 python notebooks/explore.py。

只读已发布的名单（releases/），不读原始数据；家在哪里由 SANSE_HOME 指定，不写则为 ./home。
"""

import marimo

app = marimo.App(width="medium", app_title="三色名单浏览")


@app.cell
def imports():
    import altair as alt
    import marimo as mo
    import polars as pl

    from pipelines.settings import default_home
    from pipelines.summary import COHORTS, COLOURS, STATUSES, newest_release, summarise

    return COHORTS, COLOURS, STATUSES, alt, default_home, mo, newest_release, pl, summarise


@app.cell
def release(default_home, mo, newest_release, pl, summarise):
    newest = newest_release(default_home())
    summary = summarise(newest)
    households = pl.read_parquet(newest / "households.parquet")
    titles = pl.read_parquet(newest / "indicator_coverage.parquet", columns=["indicator", "title"])
    contributions = pl.read_parquet(newest / "contributions.parquet").join(
        titles, on="indicator", how="left", maintain_order="left"
    )
    listed = households.filter(pl.col("colour").is_not_null())
    mo.md(
        f"""
        # {summary.month} 走访名单

        共筛查 **{households.height:,}** 户，列入名单 **{listed.height:,}** 户。
        **列入名单只是走访线索，不是救助决定。**
        """
    )
    return contributions, households, listed, summary


@app.cell
def screened(COHORTS, mo, pl, summary):
    screened_table = pl.DataFrame(
        [
            {
                "人群": title,
                "人数": summary.screened[cohort]["persons"],
                "户数": summary.screened[cohort]["households"],
            }
            for cohort, title in COHORTS.items()
        ]
    )
    mo.vstack([mo.md("## 筛查了哪些人"), mo.ui.table(screened_table, selection=None)])
    return (screened_table,)


@app.cell
def streets(COLOURS, STATUSES, mo, pl, summary):
    streets_table = pl.DataFrame(
        [
            {"镇街": street.street_name, "户数": street.listed}
            | {title: street.colours[colour] for colour, title in COLOURS.items()}
            | {title: street.statuses[status] for status, title in STATUSES.items()}
            for street in summary.streets
        ]
    )
    mo.vstack([mo.md("## 各镇街"), mo.ui.table(streets_table, selection=None)])
    return (streets_table,)


@app.cell
def colours(COLOURS, alt, mo, pl, streets_table):
    colours_long = streets_table.unpivot(
        on=list(COLOURS.values()), index="镇街", variable_name="颜色", value_name="家庭数"
    ).with_columns(次序=pl.col("颜色").replace_strict({"红": 0, "橙": 1, "黄": 2}))
    colours_chart = (
        alt.Chart(colours_long)
        .mark_bar()
        .encode(
            x=alt.X("家庭数:Q", title="户数"),
            y=alt.Y("镇街:N", sort="-x", title=None),
            color=alt.Color(
                "颜色:N",
                scale=alt.Scale(domain=["红", "橙", "黄"], range=["#c0392b", "#e67e22", "#f1c40f"]),
            ),
            order="次序:Q",
        )
    )
    mo.vstack([mo.md("## 颜色分布"), colours_chart])
    return (colours_chart,)


@app.cell
def reasons(contributions, listed, mo, pl):
    # 一户同一指标只数一次：这里数的是“多少户因此得分”；被维度上限挡掉的零分不数。
    reasons_table = (
        contributions.filter(pl.col("points") > 0)
        .join(listed.select("household_id"), on="household_id", how="semi")
        .group_by("title")
        .agg(
            户数=pl.col("household_id").n_unique(),
            得分合计=pl.col("points").sum(),
            例句=pl.col("reason").sort().first(),
        )
        .sort(["户数", "title"], descending=[True, False])
        .rename({"title": "指标"})
    )
    mo.vstack([mo.md("## 因为什么列入"), mo.ui.table(reasons_table, selection=None)])
    return (reasons_table,)


@app.cell
def choose(listed, mo):
    ranked = listed.sort(["score", "household_id"], descending=[True, False])
    household = mo.ui.dropdown(
        options=ranked["household_id"].to_list(),
        value=ranked["household_id"][0] if ranked.height else None,
        label="户编号",
        searchable=True,
    )
    mo.vstack([mo.md("## 一户的得分由什么构成"), household])
    return (household,)


@app.cell
def one_household(COLOURS, STATUSES, contributions, household, households, mo, pl):
    chosen = households.filter(pl.col("household_id") == household.value)
    parts = (
        contributions.filter(pl.col("household_id") == household.value)
        .sort(["points", "indicator"], descending=[True, False])
        .select(指标="title", 得分="points", 日期="observed_date", 原因="reason")
    )
    # 得分必须等于各项之和，名单才经得起追问。
    assert parts["得分"].sum() == chosen["score"].sum()
    mo.vstack(
        [
            mo.ui.table(
                chosen.select(
                    pl.col("colour").replace(COLOURS).alias("颜色"),
                    pl.col("status").replace(STATUSES).alias("变化"),
                    镇街="street_name",
                    得分="score",
                    未能评估="data_gaps",
                ),
                selection=None,
            ),
            mo.ui.table(parts, selection=None),
        ]
    )
    return chosen, parts


@app.cell
def in_a_script(mo, parts, reasons_table, screened_table, streets_table):
    # 不在浏览器里时，把表打印出来。
    if mo.app_meta().mode == "script":
        for printed in (screened_table, streets_table, reasons_table, parts):
            print(printed)
    return


if __name__ == "__main__":
    app.run()
