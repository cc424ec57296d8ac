-- tickets: incidents as they were told, before anything is blamed. One row for each service and
-- incident id. Internal: queries of metrics read `incidents`.
--
-- Rules that live here: duplicate tickets, reopened and unresolved incidents, resolutions before
-- the opening, planned work, incidents that were concluded from a revert.
--
-- service         text       id of the service; never null: an incident of no known service is left out and counted
-- repo            text       repository; null when not told
-- incident_id     text       id; made of its row when not told, then nothing can resolve it
-- environment     text       environment; null when not told
-- production      boolean    the environment is a production environment or not told
-- opened_at       timestamp  first opening, else first detection; null when only the end was told
-- detected_at     timestamp  first detection; null when not told
-- resolved_at     timestamp  resolution; null when not told or opened again since. Of a reopened incident the last
-- refused         boolean    resolved before it was opened: it has no duration
-- severity        text       latest severity, lower case; null when not told
-- cause           text       latest cause: change, other or unknown; null when not told
-- found_by        text       latest word on who found it; null when not told
-- fix_deploy_id   text       latest deployment named as the fix; null when not told
-- duplicate       boolean    names another ticket that is among the events, or repeats the first that names one that is not
-- planned         boolean    notice of planned work: severity notice, maintenance, planned or info
-- proxy           boolean    concluded from a revert, not raised by anybody: found by `revert`, or an id that begins so
-- seq             bigint     row of `events` of its first event, which makes this row unique
with told as (
  select *
  from events
  where kind in ('incident_opened', 'incident_detected', 'incident_resolved')
),
-- Whoever tells the end may leave out the service that the opening named.
named as (
  select incident_id, max(service) as service from told
  where incident_id is not null
  group by incident_id
),
homed as (
  select
    coalesce(t.service, n.service) as home,
    coalesce(t.incident_id, concat('row ', cast(t.seq as varchar))) as id,
    t.kind, t.ts, t.repo, t.environment, t.severity, t.cause, t.found_by, t.fix_deploy_id, t.duplicate_of, t.seq
  from told t
  left join named n
    on n.incident_id = case when t.service is null and t.service_told is null then t.incident_id end
),
grouped as (
  select
    home as service,
    id as incident_id,
    min(repo) as repo,
    first_value(environment order by ts, seq) filter (where environment is not null) as environment,
    min(ts) filter (where kind = 'incident_opened') as opened_first,
    max(ts) filter (where kind = 'incident_opened') as opened_last,
    min(ts) filter (where kind = 'incident_detected') as detected_at,
    min(ts) filter (where kind = 'incident_resolved') as resolved_first,
    max(ts) filter (where kind = 'incident_resolved') as resolved_last,
    lower(last_value(severity order by ts, seq) filter (where severity is not null)) as severity,
    lower(last_value(cause order by ts, seq) filter (where cause is not null)) as cause,
    lower(last_value(found_by order by ts, seq) filter (where found_by is not null)) as found_by,
    last_value(fix_deploy_id order by ts, seq) filter (where fix_deploy_id is not null) as fix_deploy_id,
    last_value(duplicate_of order by ts, seq) filter (where duplicate_of is not null and duplicate_of <> id) as duplicate_of,
    min(seq) as seq
  from homed
  where home is not null
  group by home, id
),
timed as (
  select *,
    coalesce(opened_first, detected_at) as opened_at,
    case
      when opened_last > opened_first and resolved_first >= opened_first and resolved_last < opened_last then null
      when opened_last > opened_first then resolved_last
      else resolved_first
    end as resolved_at
  from grouped
),
known as (
  select distinct id from homed where home is not null
),
parented as (
  select t.*,
    k.id is not null as parent_known,
    row_number() over (partition by t.duplicate_of order by t.opened_at, t.seq) as nth
  from timed t
  left join known k on k.id = t.duplicate_of
)
select
  t.service, t.repo, t.incident_id, t.environment,
  t.environment is null or p.name is not null as production,
  t.opened_at, t.detected_at, t.resolved_at,
  coalesce(t.resolved_at < t.opened_at, false) as refused,
  t.severity, t.cause, t.found_by, t.fix_deploy_id,
  t.duplicate_of is not null and (t.parent_known or t.nth > 1) as duplicate,
  coalesce(t.severity in ('notice', 'maintenance', 'planned', 'info'), false) as planned,
  coalesce(t.found_by = 'revert', false) or starts_with(t.incident_id, 'revert-') as proxy,
  t.seq
from parented t
left join environments p on p.name = t.environment
