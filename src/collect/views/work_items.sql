-- work_items: one row for each item of work, whatever the tracker calls it.
--
-- service        text       id of the service
-- repo           text       repository; null when not told
-- work_item      text       id of the item
-- type           text       latest type told, lower case: feature, bug, rework, toil and whatever else is used; null when not told
-- actor          text       hash of who closed it, else of who opened it; null when not told
-- opened_at      timestamp  first opening; null when not told
-- started_at     timestamp  first start; null when not told
-- done_at        timestamp  last end; null while it is open or was opened or started again since
-- lead_seconds   double     opened to done
-- cycle_seconds  double     started to done
--                           Both are null while an end is unknown, and when they would be negative (refused and counted)
-- seq            bigint     row of `events` of its first event, which tells its file and line
with grouped as (
  select
    service, work_item,
    min(repo) as repo,
    lower(last_value(type order by ts, seq) filter (where type is not null)) as type,
    coalesce(
      max(case when kind = 'work_item_done' then actor end),
      max(case when kind = 'work_item_opened' then actor end)) as actor,
    min(case when kind = 'work_item_opened' then ts end) as opened_at,
    min(case when kind = 'work_item_started' then ts end) as started_at,
    max(case when kind = 'work_item_done' then ts end) as done_last,
    min(case when kind = 'work_item_done' then ts end) as done_first,
    max(case when kind <> 'work_item_done' then ts end) as begun_last,
    min(seq) as seq
  from events
  where kind in ('work_item_opened', 'work_item_started', 'work_item_done')
    and service is not null and work_item is not null
  group by service, work_item
),
ended as (
  select *,
    case when begun_last > done_last and begun_last > done_first and coalesce(opened_at, started_at) <= done_first
      then null else done_last end as done_at
  from grouped
)
select
  service, repo, work_item, type, actor, opened_at, started_at, done_at,
  case when done_at >= opened_at
    then (cast(done_at as bigint) - cast(opened_at as bigint)) / 1000000.0 end as lead_seconds,
  case when done_at >= started_at
    then (cast(done_at as bigint) - cast(started_at as bigint)) / 1000000.0 end as cycle_seconds,
  seq
from ended
