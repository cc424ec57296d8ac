"""One question to three engines: `compare.py FILE.jsonl|FILE.parquet [THREADS]`, or the whole table of
`README.md`: `compare.py table FOLDER [THREADS [RUNS]]`, which makes 1 M and 10 M events in the folder as JSONL and
Parquet where they are not there yet, asks each engine RUNS times (3), and tells the least time and the most
memory of each.

Deployments, failed deployments, lead time, time to restore and seconds up, for the quarter and its
thirteen weeks, by service and for all. `boardpack` is `boardpack-engine` as `collect` runs it, all views and
their rules included (`BOARDPACK_ENGINE` names another build than `target/release`); `duckdb` and `polars` run what
they need for this question on these events. Each engine is a process of its own; all must give the same figures. On
a machine with other work the seconds of processors say more than those of the clock. `datafusion`, asked for by
`compare.py datafusion FILE THREADS`, is the same SQL in DataFusion from PyPI.
"""
import datetime as dt
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SQL = Path(__file__).resolve().parents[2] / "src" / "collect"
UTC = dt.timezone.utc
QUARTER = (dt.datetime(2026, 7, 1, tzinfo=UTC), dt.datetime(2026, 10, 1, tzinfo=UTC))
MONDAY = dt.datetime(2026, 6, 29, tzinfo=UTC)
INTERVALS = [QUARTER] + [(MONDAY + dt.timedelta(7 * k), MONDAY + dt.timedelta(7 * k + 7)) for k in range(13)]
METRICS = ["deployment-frequency", "change-failure-rate", "lead-time", "time-to-restore", "availability"]
INSTANTS = ["ts", "authored_at", "first_commit_at", "started_at"]
FLAGS = ["merge", "bot", "own", "redeploy", "rollback", "unplanned"]
WHOLE = ["commits", "http_code"]
NUMBERS = ["duration_s", "value"]
TEXTS = ("kind service repo actor environment outcome commit deploy_id pr incident_id build_id work_item reverts branch "
         "version severity fix_deploy_id duplicate_of cause found_by unit type").split()


def datafusion(path, threads):
    import datafusion as df
    import pyarrow as pa
    instant = pa.timestamp("us", "UTC")
    kinds = [(INSTANTS, instant), (FLAGS, pa.bool_()), (WHOLE, pa.int64()), (NUMBERS, pa.float64()), (TEXTS, pa.string())]
    schema = pa.schema([(name, kind) for names, kind in kinds for name in names])
    config = df.SessionConfig().with_target_partitions(threads)
    folder = Path(tempfile.mkdtemp())

    def session():
        return df.SessionContext(config, df.RuntimeEnvBuilder().with_disk_manager_os().with_fair_spill_pool(2 << 30))

    ctx, scopes = session(), {"service": session(), "all": session()}
    if path.suffix == ".parquet":
        ctx.register_parquet("source", str(path))
        have = set(ctx.sql("select * from source limit 0").schema().names)
        text = {kind: name for kind, name in [(pa.bool_(), "boolean"), (pa.int64(), "bigint"), (pa.float64(), "double"), (pa.string(), "varchar")]}
        def column(field):
            if field.type == instant:
                value = f"arrow_cast(\"{field.name}\", 'Timestamp(Microsecond, Some(\"UTC\"))')" if field.name in have else \
                    "arrow_cast(null, 'Timestamp(Microsecond, Some(\"UTC\"))')"
            else:
                value = f'cast({chr(34) + field.name + chr(34) if field.name in have else "null"} as {text[field.type]})'
            return f'{value} as "{field.name}"'
        columns = ", ".join(column(f) for f in schema)
    else:
        ctx.register_json("source", str(path), schema=schema, file_extension=path.suffix)
        columns = "*"

    def keep(name, frame):
        out = str(folder / f"{name}.parquet")
        frame.write_parquet(out, compression="lz4_raw")
        for target in (ctx, *scopes.values()):
            target.register_parquet(name if target is ctx else f"{name}_", out)

    keep("events", ctx.sql(f"select {columns}, service as service_told, 'events' as file, row_number() over () as seq, "
                           "row_number() over () as line from source"))
    keep("parameters", ctx.sql("select cast(259200 as bigint) as horizon_seconds, max(ts) as as_of from events"))
    keep("environments", ctx.sql("select 'production' as name"))
    keep("bots", ctx.sql("select '' as actor"))
    told("events")
    for name in "deliveries releases tickets blames incidents deployments shipments changes pull_requests builds probes work_items quality".split():
        keep(name, ctx.sql((SQL / "views" / f"{name}.sql").read_text()))
        told(name)
    for scope, target in scopes.items():
        for name in ["deployments", "changes", "incidents", "probes"]:
            named = target.sql(f"select * from {name}_ limit 0").schema().names
            listed = ", ".join("'all' as service" if c == "service" and scope == "all" else f'"{c}"' for c in named)
            target.sql(f"create view {name} as select {listed} from {name}_ where service is not null")
    for metric in METRICS:
        query = (SQL / "standard" / f"{metric}.sql").read_text()
        for start, end in INTERVALS:
            for target in scopes.values():
                bound = query
                for key, value in (("$start", start), ("$end", end)):
                    bound = bound.replace(key, f"arrow_cast('{value.isoformat()}', 'Timestamp(Microsecond, Some(\"UTC\"))')")
                for row in target.sql(bound).to_pylist():
                    yield metric, start, row["service"], [row[c] for c in row if c not in ("service", "unattributed")]
        told(metric)


def boardpack(path, threads):
    root = SQL.parents[1]
    program = os.environ.get("BOARDPACK_ENGINE", root / "target" / "release" / "boardpack-engine")
    views = re.findall(r'view!\("([a-z_]+)"', (SQL / "views.rs").read_text())
    query = lambda folder: lambda name: {"id": name, "sql": (SQL / folder / f"{name}.sql").read_text()}
    instant = lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")
    with tempfile.TemporaryDirectory() as temp:
        request = {
            "protocol": 1, "services": [], "aliases": [], "environments": ["production"], "bots": [], "zone": "UTC",
            "inputs": [{"path": str(path.resolve()), "label": path.name, "format": path.suffix[1:], "compression": "none"}],
            "horizon_seconds": 72 * 3600, "as_of": None, "engine_url": os.environ.get("ENGINE_URL"), "temp": temp,
            "views": list(map(query("views"), views)), "metrics": list(map(query("standard"), METRICS)),
            "intervals": [{"id": str(at), "start": instant(a), "end": instant(b)} for at, (a, b) in enumerate(INTERVALS)],
            "scopes": ["service", "all"],
            "limits": {"memory_mb": 2048, "disk_mb": 65536, "rows": 100000, "threads": threads},
        }
        run = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        run.stdin.write(json.dumps(request).encode())
        run.stdin.close()
        step = None
        for line in run.stdout:
            message = json.loads(line)
            if message["is"] == "fault":
                sys.exit(line)
            if message["is"] == "progress":
                now = message["stage"] + (" " + (views + [""])[message["done"]] if message["stage"] == "views" else "")
                if step not in (None, now):
                    told(step)
                step = now
            if message["is"] == "row":
                given = message["values"]
                figures = [given[c] for c in ("value", "numerator", "denominator", "n") if given.get(c) is not None]
                yield message["metric"], INTERVALS[int(message["interval"])][0], message["service"], figures
        told(step)
        if run.wait():
            sys.exit(run.returncode)


DUCKDB = """
create table released as
  select service, finished_at, version, redeploy or rollback as apart, deploy_id from (
    select service, ts as finished_at, version, deploy_id, environment, outcome, coalesce(redeploy, false) as redeploy,
      coalesce(rollback, false) as rollback,
      row_number() over (partition by service, environment, deploy_id order by outcome = 'success' desc, ts) as nth
    from events where kind = 'deploy')
  where nth = 1 and environment = 'production' and outcome = 'success';
create table incident as
  select o.service, o.incident_id, o.opened_at, r.resolved_at from
    (select service, incident_id, min(ts) as opened_at from events where kind = 'incident_opened' group by all) o
    left join (select service, incident_id, min(ts) as resolved_at from events where kind = 'incident_resolved' group by all) r
    using (service, incident_id);
create table blamed as
  select distinct r.service, r.deploy_id from incident i asof join released r on i.service = r.service and i.opened_at >= r.finished_at
  where i.opened_at - r.finished_at <= interval 72 hours;
create table deployed as
  select r.*, b.deploy_id is not null as failed from released r left join blamed b using (service, deploy_id) where not apart;
create table changed as
  select c.service, d.finished_at as deployed_at, epoch_us(d.finished_at) - epoch_us(c.at) as took from
    (select service, commit, deploy_id, min(ts) as at from events where kind = 'commit' and merge is not true group by all) c
    join released d using (service, deploy_id) where d.finished_at >= c.at;
create table watched as
  select service, outcome, ts as from_at, coalesce(lead(ts) over (partition by service, environment order by ts),
    (select max(ts) from events)) as to_at from events where kind = 'probe';
"""
DUCKDB_METRICS = {
    "deployment-frequency": "select {s} as service, count(*) from deployed where finished_at >= $a and finished_at < $b group by 1",
    "change-failure-rate": "select {s} as service, count(*) filter (failed), count(*) from deployed where finished_at >= $a and finished_at < $b group by 1",
    "lead-time": "select {s} as service, quantile_cont(took / 1e6, 0.5) / 3600, count(*) from changed where deployed_at >= $a and deployed_at < $b group by 1",
    "time-to-restore": "select {s} as service, quantile_cont((epoch_us(resolved_at) - epoch_us(opened_at)) / 1e6, 0.5) / 60, count(*) "
                       "from incident where resolved_at >= $a and resolved_at < $b and resolved_at >= opened_at group by 1",
    "availability": "select {s} as service, coalesce(sum(n) filter (outcome <> 'down'), 0), sum(n) from (select service, outcome, "
                    "epoch_us(least(to_at, $b)) // 1000000 - epoch_us(greatest(from_at, $a)) // 1000000 as n "
                    "from watched where from_at < $b and to_at > $a) group by 1",
}


def duckdb(path, threads):
    import duckdb as duck
    loaded()
    db = duck.connect()
    db.execute(f"set threads = {threads}; set timezone = 'UTC'; set memory_limit = '4GB'")
    read = f"read_parquet('{path}')"
    if path.suffix != ".parquet":
        types = {**{n: "TIMESTAMPTZ" for n in INSTANTS}, **{n: "BOOLEAN" for n in FLAGS}, **{n: "BIGINT" for n in WHOLE},
                 **{n: "DOUBLE" for n in NUMBERS}, **{n: "VARCHAR" for n in TEXTS}}
        listed = ", ".join(f"'{k}': '{v}'" for k, v in types.items())
        read = f"read_json('{path}', format = 'newline_delimited', columns = {{{listed}}})"
    have = {row[0] for row in db.execute(f"describe select * from {read}").fetchall()}
    extra = "".join(f", null::BOOLEAN as {n}" for n in FLAGS if n not in have)
    db.execute(f"create table events as select * exclude (ts), ts::TIMESTAMPTZ as ts{extra} from {read}")
    told("events")
    db.execute(DUCKDB)
    told("tables")
    for metric, query in DUCKDB_METRICS.items():
        for start, end in INTERVALS:
            for name in ("service", "'all'"):
                for row in db.execute(query.replace("{s}", name), {"a": start, "b": end}).fetchall():
                    yield metric, start, row[0], list(row[1:])
        told(metric)


def polars(path, threads):
    import polars as pl
    loaded()
    c = pl.col
    if path.suffix == ".parquet":
        lazy = pl.scan_parquet(path)
    else:
        lazy = pl.scan_ndjson(path, schema={**{n: pl.String for n in INSTANTS + TEXTS}, **{n: pl.Boolean for n in FLAGS},
                                            **{n: pl.Int64 for n in WHOLE}, **{n: pl.Float64 for n in NUMBERS}})
    needed = ["ts", "kind", "service", "environment", "outcome", "deploy_id", "commit", "incident_id"]
    lazy = lazy.select(needed).with_columns(c("ts").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC"))
    events = lazy.filter(c("kind").is_in(["deploy", "commit", "incident_opened", "incident_resolved", "probe"])).collect()
    last = lazy.select(c("ts").max()).collect().item()
    told("events")
    of = lambda kind: events.filter(c("kind") == kind)
    released = (of("deploy").sort((c("outcome") != "success"), "ts").unique(["service", "environment", "deploy_id"], keep="first", maintain_order=True)
                .filter((c("environment") == "production") & (c("outcome") == "success"))
                .select("service", "deploy_id", finished_at="ts").sort("finished_at"))
    opened = of("incident_opened").group_by("service", "incident_id").agg(opened_at=c("ts").min())
    resolved = of("incident_resolved").group_by("service", "incident_id").agg(resolved_at=c("ts").min())
    incident = opened.join(resolved, on=["service", "incident_id"], how="left")
    blamed = (incident.sort("opened_at").join_asof(released.with_columns(at=c("finished_at")), left_on="opened_at", right_on="finished_at", by="service")
              .filter(c("opened_at") - c("at") <= pl.duration(hours=72)).select("service", "deploy_id").unique())
    deployed = released.join(blamed.with_columns(failed=pl.lit(1)), on=["service", "deploy_id"], how="left")
    changed = (of("commit").group_by("service", "commit", "deploy_id").agg(at=c("ts").min())
               .join(released, on=["service", "deploy_id"]).filter(c("finished_at") >= c("at"))
               .select("service", "finished_at", took=(c("finished_at") - c("at")).dt.total_microseconds() / 1e6))
    watched = (of("probe").sort("ts", maintain_order=True)
               .select("service", "outcome", from_at="ts", to_at=c("ts").shift(-1).over("service", "environment").fill_null(last)))
    told("tables")
    seconds = lambda e: e.dt.epoch("us") // 1_000_000
    for start, end in INTERVALS:
        within = lambda name: (c(name) >= start) & (c(name) < end)
        cut = watched.filter((c("from_at") < end) & (c("to_at") > start)).with_columns(
            n=seconds(pl.min_horizontal("to_at", pl.lit(end))) - seconds(pl.max_horizontal("from_at", pl.lit(start))))
        for name in ("service", None):
            by = c("service") if name else pl.lit("all").alias("service")
            for metric, frame, figures in [
                ("deployment-frequency", deployed.filter(within("finished_at")), [pl.len()]),
                ("change-failure-rate", deployed.filter(within("finished_at")), [c("failed").sum(), pl.len().alias("d")]),
                ("lead-time", changed.filter(within("finished_at")), [c("took").median() / 3600, pl.len().alias("d")]),
                ("time-to-restore", incident.filter(within("resolved_at") & (c("resolved_at") >= c("opened_at"))),
                 [(c("resolved_at") - c("opened_at")).dt.total_microseconds().median() / 60e6, pl.len().alias("d")]),
                ("availability", cut, [c("n").filter(c("outcome") != "down").sum(), c("n").sum().alias("d")]),
            ]:
                for row in frame.group_by(by).agg(figures).iter_rows():
                    yield metric, start, row[0], list(row[1:])
    told("figures")


BEGAN = time.monotonic()
# Seconds of processors before the work began: Python and its modules are no part of an engine.
LOADED = 0.0


def loaded():
    global LOADED
    used = resource.getrusage(resource.RUSAGE_SELF)
    LOADED = used.ru_utime + used.ru_stime


def told(step):
    print(f"{time.monotonic() - BEGAN:8.2f} s  {step}", file=sys.stderr)


def asked(engine, path, threads):
    """Figures of an engine, and what they took: seconds by the clock and of processors, and bytes of memory."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, __file__, engine, path, threads], capture_output=True, text=True,
                          env={**os.environ, "POLARS_MAX_THREADS": threads})
    took = time.monotonic() - began
    if done.returncode:
        sys.exit(f"{engine}: {done.stderr}")
    *steps, used = done.stderr.splitlines()
    if "-v" in sys.argv:
        print("\n".join(steps))
    memory, cpu = used.split()
    return sorted(done.stdout.splitlines()), (took, float(cpu), int(memory) * 1024)


def same(engine, first, figures):
    for ours, theirs in zip(first, figures):
        if ours != theirs:
            sys.exit(f"{engine} differs:\n  {ours}\n  {theirs}")
    if len(first) != len(figures):
        sys.exit(f"{engine} gives {len(figures)} figures, not {len(first)}")


ENGINES = ("boardpack", "duckdb", "polars")


def one(path, threads):
    first = None
    for engine in ENGINES:
        figures, (took, cpu, memory) = asked(engine, path, threads)
        print(f"{engine:11} {took:7.1f} s  {cpu:7.1f} s of processors  {memory >> 20:7} MB  {len(figures)} figures")
        first = first or figures
        same(engine, first, figures)


def table(folder, threads, runs):
    """Every size in every format; rows of Markdown as they come, and what a tenfold of events costs."""
    print(f"{threads} threads, least of {runs} runs; load of the machine when it began: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| events | engine | processors | by DuckDB's | clock | memory |\n| --- | --- | --- | --- | --- | --- |", flush=True)
    spent = {}
    for form in ("jsonl", "parquet"):
        for events in (1_000_000, 10_000_000):
            path = folder / f"{events}.{form}"
            if not path.exists():
                subprocess.run([sys.executable, Path(__file__).parent / "events.py", str(events), folder], check=True)
            # In turn, so that other work on the machine meets all of them.
            answers = [{engine: asked(engine, str(path), threads) for engine in ENGINES} for _ in range(runs)]
            first = answers[0]["boardpack"][0]
            for answer in answers:
                for engine, (figures, _) in answer.items():
                    same(engine, first, figures)
            least = {engine: [of(answer[engine][1][n] for answer in answers) for n, of in enumerate((min, min, max))] for engine in ENGINES}
            what = f"{events // 1_000_000} M, {form} of {path.stat().st_size / 1e6:,.0f} MB"
            for engine, (took, cpu, memory) in least.items():
                spent[form, events, engine] = cpu
                print(f"| {what} | {engine} | {cpu:.1f} s | {cpu / least['duckdb'][1]:.2f} | {took:.1f} s | {memory >> 20:,} MB |", flush=True)
                what = ""
    print("\n| processors, 10 M by 1 M | jsonl | parquet |\n| --- | --- | --- |")
    for engine in ENGINES:
        ratios = [spent[form, 10_000_000, engine] / spent[form, 1_000_000, engine] for form in ("jsonl", "parquet")]
        print(f"| {engine} | " + " | ".join(f"{ratio:.1f}" for ratio in ratios) + " |")


def main():
    if sys.argv[1] in (*ENGINES, "datafusion"):
        engine, path, threads = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
        figures = list(globals()[engine](path, threads))
        used = resource.getrusage(resource.RUSAGE_CHILDREN if engine == "boardpack" else resource.RUSAGE_SELF)
        for metric, start, service, values in figures:
            print(json.dumps([metric, start.isoformat(), service, [round(float(x), 9) for x in values]]))
        print(used.ru_maxrss, used.ru_utime + used.ru_stime - LOADED, file=sys.stderr)
    else:
        words = [word for word in sys.argv[1:] if word != "-v"]
        whole = words[0] == "table"
        path, threads, runs, *_ = words[whole:] + ["2", "3"][max(0, len(words) - whole - 1):]
        table(Path(path), threads, int(runs)) if whole else one(path, threads)


if __name__ == "__main__":
    main()
