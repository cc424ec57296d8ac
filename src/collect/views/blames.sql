-- blames: which deployments an incident is held against, or why none. One row for each incident
-- and deployment, at least one for each incident. Internal: queries of metrics read `incidents`
-- and `deployments`.
--
-- Rules that live here: one incident over several deployments, the horizon of attribution,
-- incidents before the first deployment, causes that are not told.
--
-- ticket       bigint     `seq` of the incident
-- blamed       bigint     `seq` of the counted deployment; null when none
-- attribution  text       explicit (the incident names it), inferred (the latest counted deployment of the
--                         service within the horizon before the opening, where the cause is a change or not
--                         told) or none
-- reason       text       why none: duplicate, planned, environment, not-opened, unknown-deployment (names one that is not among
--                         the events or was not counted), other-cause, before-first-deployment,
--                         beyond-horizon, unknown-cause; null otherwise
-- fixed_at     timestamp  end of the deployment named as the fix; null when not told, not live or not after the opening
with told as (
  select t.seq as ticket, e.deploy_id, t.service
  from tickets t
  join events e on e.incident_id = t.incident_id
  where e.kind in ('incident_opened', 'incident_detected', 'incident_resolved')
    and e.deploy_id is not null
    and (e.service = t.service or e.service is null)
  union
  -- An incident without an id is its own event alone.
  select t.seq as ticket, e.deploy_id, t.service
  from tickets t
  join events e on e.seq = t.seq
  where e.kind in ('incident_opened', 'incident_detected', 'incident_resolved')
    and e.incident_id is null and e.deploy_id is not null
),
-- The same id in the service of the incident goes before the same id elsewhere.
found as (
  select d.ticket, d.deploy_id, r.stands_for,
    rank() over (
      partition by d.ticket, d.deploy_id
      order by case when r.service = d.service then 0 else 1 end
    ) as nearness
  from told d
  join releases r on r.deploy_id = d.deploy_id
),
explicit as (
  select ticket, stands_for as blamed
  from found
  where nearness = 1 and stands_for is not null
  group by ticket, stands_for
),
named as (
  select distinct ticket from told
),
-- Incidents and deployments of a service in one order of time: the latest deployment before each incident.
line_of_time as (
  select service, finished_at as at, turn, cast(null as bigint) as ticket
  from releases
  where counted
  union all
  select service, opened_at as at, cast(null as bigint) as turn, seq as ticket
  from tickets
  where opened_at is not null
),
before as (
  select ticket,
    max(turn) over (
      partition by service order by at, turn nulls last
      rows between unbounded preceding and current row) as turn
  from line_of_time
),
nearest as (
  select b.ticket, r.seq as deployment, r.finished_at
  from before b
  join releases r on r.turn = b.turn
  where b.ticket is not null
),
fixing as (
  select t.seq as ticket, r.finished_at, r.live and r.finished_at >= t.opened_at as fits,
    rank() over (partition by t.seq order by case when r.service = t.service then 0 else 1 end) as nearness
  from tickets t
  join releases r on r.deploy_id = t.fix_deploy_id
),
fixes as (
  select ticket, min(finished_at) as fixed_at
  from fixing
  where nearness = 1 and fits
  group by ticket
),
considered as (
  select
    t.seq as ticket,
    e.blamed as named_deployment,
    n.deployment as nearest_deployment,
    case
      when t.duplicate then 'duplicate'
      when t.planned then 'planned'
      when not t.production then 'environment'
      when e.blamed is not null then 'explicit'
      when s.ticket is not null then 'unknown-deployment'
      when t.opened_at is null then 'not-opened'
      when t.cause = 'other' then 'other-cause'
      when n.deployment is null then 'before-first-deployment'
      when cast(t.opened_at as bigint) - cast(n.finished_at as bigint)
           > (select horizon_seconds from parameters) * 1000000 then 'beyond-horizon'
      when t.cause = 'unknown' then 'unknown-cause'
      else 'inferred'
    end as verdict,
    f.fixed_at
  from tickets t
  left join explicit e on e.ticket = t.seq
  left join named s on s.ticket = t.seq
  left join nearest n on n.ticket = t.seq
  left join fixes f on f.ticket = t.seq
)
select
  ticket,
  case verdict when 'explicit' then named_deployment when 'inferred' then nearest_deployment end as blamed,
  case when verdict in ('explicit', 'inferred') then verdict else 'none' end as attribution,
  case when verdict in ('explicit', 'inferred') then null else verdict end as reason,
  fixed_at
from considered
