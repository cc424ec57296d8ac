"""Makes N synthetic events as JSONL and Parquet: `events.py 1000000 FOLDER`. Same N, same bytes.

Two hundred services over the third quarter of 2026: commits, pull requests, deployments (some told
twice, some to staging, some that failed), incidents, builds and probes, sorted by time.
"""
import sys
from pathlib import Path

import polars as pl

START = 1_782_864_000  # 2026-07-01T00:00:00Z
SPAN = 92 * 86_400
SERVICES = 200


def mixed(salt, below):
    """A number below `below` for each row, from the row's number alone."""
    x = pl.col("i").cast(pl.UInt64) + salt * 7_919
    x = (x * 2_654_435_761) % 4_294_967_296
    x = ((x // 65_536) + (x % 65_536) * 40_503 + salt) % 4_294_967_296
    return ((x * 69_069 + 12_345) % 4_294_967_296 // 16 % below).cast(pl.Int64)


def at(seconds):
    return pl.from_epoch(seconds, time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(frame, when, kind, **fields):
    """One JSON object a line; a field is a column of text, or ends in `_` if it is not text."""
    parts = [pl.lit('{"ts":"'), at(when), pl.lit(f'","kind":"{kind}"')]
    for name, column in fields.items():
        quote = "" if name.endswith("_") else '"'
        parts += [pl.lit(f',"{name.rstrip("_")}":{quote}'), column.cast(pl.String), pl.lit(quote)]
    made = pl.concat_str([*parts, pl.lit("}")])
    return frame.select(when.alias("at"), made.alias("line"))


def rows(n):
    return pl.DataFrame({"i": pl.arange(0, max(n, 1), eager=True)})


def events(n):
    deploys, commits, requests = n // 12, n * 5 // 12, n // 12
    service = lambda number: pl.format("service-{}", number % SERVICES)
    finished = lambda number: START + (number * 2_654_435_761) % SPAN
    i = pl.col("i")
    out = []
    d = rows(deploys)
    deploy = dict(
        service=service(i),
        environment=pl.when(mixed(1, 10) == 0).then(pl.lit("staging")).otherwise(pl.lit("production")),
        outcome=pl.when(mixed(2, 20) == 0).then(pl.lit("failed")).otherwise(pl.lit("success")),
        deploy_id=pl.format("d{}", i), version=pl.format("v{}", i), commits_=mixed(3, 9),
    )
    out.append(lines(d, finished(i), "deploy", **deploy))
    out.append(lines(d.filter(mixed(4, 100) == 0), finished(i), "deploy", **deploy))
    c = rows(commits).with_columns(of=i % deploys)
    out.append(lines(c, finished(pl.col("of")) - mixed(5, 7 * 86_400) + 600, "commit",
                     service=service(pl.col("of")), repo=service(pl.col("of")), commit=pl.format("c{}", i),
                     deploy_id=pl.format("d{}", pl.col("of")), actor=pl.format("a-{}", mixed(6, 900))))
    p = rows(requests).with_columns(of=i % deploys)
    merged = finished(pl.col("of")) - mixed(7, 86_400)
    request = dict(service=service(pl.col("of")), repo=service(pl.col("of")), pr=pl.format("{}", i))
    out.append(lines(p, merged - 90_000, "pr_opened", **request, actor=pl.lit("a-1")))
    out.append(lines(p, merged - mixed(8, 90_000), "pr_reviewed", **request, actor=pl.lit("a-2")))
    out.append(lines(p, merged, "pr_merged", **request, deploy_id=pl.format("d{}", pl.col("of")), commit=pl.format("c{}", i)))
    n_incidents = n // 50
    opened = START + mixed(9, SPAN)
    incident = dict(service=service(mixed(10, SERVICES)), incident_id=pl.format("i{}", i))
    out.append(lines(rows(n_incidents), opened, "incident_opened", **incident))
    out.append(lines(rows(n_incidents).filter(mixed(11, 50) > 0), opened + mixed(12, 20_000), "incident_resolved", **incident))
    left = n - sum(frame.height for frame in out)
    out.append(lines(rows(left // 2), START + mixed(13, SPAN), "build_finished", service=service(i), build_id=pl.format("b{}", i),
                     outcome=pl.when(mixed(14, 9) == 0).then(pl.lit("failed")).otherwise(pl.lit("success")), duration_s_=mixed(15, 1_800)))
    out.append(lines(rows(left - left // 2), START + mixed(16, SPAN), "probe", service=service(i),
                     outcome=pl.when(mixed(17, 200) == 0).then(pl.lit("down")).otherwise(pl.lit("up")), value_=mixed(18, 900) + 20, unit=pl.lit("ms")))
    return pl.concat(out).sort("at", maintain_order=True).select("line")


if __name__ == "__main__":
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    jsonl = folder / f"{count}.jsonl"
    events(count).write_csv(jsonl, include_header=False, quote_style="never", separator="\x1f")
    pl.scan_ndjson(jsonl, infer_schema_length=None).sink_parquet(folder / f"{count}.parquet")
