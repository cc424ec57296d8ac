-- builds: one row for each run of a pipeline. An attempt that is repeated under its own id is a
-- run of its own; an id told twice is one, and its first end counts.
--
-- service      text       id of the service
-- repo         text       repository; null when not told
-- build_id     text       id of the run; null when not told, then every end is a run of its own
-- branch       text       branch; null when not told
-- commit       text       commit; null when not told
-- actor        text       hash of who set it off; null when not told
-- bot          boolean    set off by a program
-- started_at   timestamp  start; null when neither told nor to be had from the duration
-- finished_at  timestamp  end; null while it runs
-- outcome      text       success, failed or cancelled; null when not told
-- seconds      double     duration told, else start to end; null when neither is known, and when it would be negative (refused and counted)
-- told         bigint     ends that were told; those after the first are duplicates
-- seq          bigint     row of `events` of its first event, which tells its file and line
with told as (
  select e.*,
    coalesce(e.bot, false) or b.actor is not null as by_bot
  from events e
  left join bots b on b.actor = e.actor
  where e.kind in ('build_started', 'build_finished') and e.service is not null
),
grouped as (
  select
    service,
    min(repo) as repo,
    min(build_id) as build_id,
    first_value(branch order by kind, ts, seq) filter (where branch is not null) as branch,
    first_value(commit order by kind, ts, seq) filter (where commit is not null) as commit,
    min(actor) as actor,
    max(case when by_bot then 1 else 0 end) = 1 as bot,
    least(min(case when kind = 'build_started' then ts end), min(started_at)) as begun_at,
    min(case when kind = 'build_finished' then ts end) as finished_at,
    first_value(outcome order by ts, seq) filter (where kind = 'build_finished') as outcome,
    first_value(duration_s order by ts, seq) filter (where kind = 'build_finished') as duration_s,
    count(case when kind = 'build_finished' then 1 end) as told,
    min(seq) as seq
  from told
  group by service, coalesce(build_id, concat('row ', cast(seq as varchar)))
)
select
  service, repo, build_id, branch, commit, actor, bot, begun_at as started_at, finished_at, outcome,
  case
    when duration_s is not null then case when duration_s >= 0 then duration_s end
    when finished_at >= begun_at
      then (cast(finished_at as bigint) - cast(begun_at as bigint)) / 1000000.0
  end as seconds,
  told, seq
from grouped
