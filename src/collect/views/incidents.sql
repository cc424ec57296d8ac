-- incidents: one row for each incident of one service. A ticket told twice is one incident; one
-- that affects two services, and says so in two events, is one in each.
--
-- service        text       id of the service
-- repo           text       repository; null when not told
-- incident_id    text       id of the incident, as in the system it comes from
-- environment    text       environment, lower case; null when not told
-- severity       text       latest severity told, lower case; null when not told
-- cause          text       latest cause told: change, other or unknown; null when not told
-- found_by       text       latest word on who or what found it; null when not told
-- opened_at      timestamp  when it began; null when only its end was told
-- detected_at    timestamp  when it was first noticed; null when not told
-- resolved_at    timestamp  when service was restored; null while open
-- duplicate      boolean    a second ticket of another incident; never counted
-- planned        boolean    a notice of planned work; never counted
-- proxy          boolean    concluded from a revert in the history, not raised by anybody: it shows which
--                           deployment failed, and is not counted as an incident
-- counted        boolean    an incident in production, neither duplicate nor planned nor proxy, whose beginning is known
-- seconds        double     opened to resolved; null while open and when it would be negative (refused and counted)
-- detect_seconds double     opened to detected; null when not detected and when it would be negative (refused and counted)
-- censored       boolean    still open: its duration is at least `seconds_so_far`
-- seconds_so_far double     opened to the latest event read; null unless censored
-- ended_at       timestamp  resolved_at, or the latest event read while open; null when its resolution was refused
-- down_from      timestamp  from when it adds time that no earlier counted incident of the service covers already;
--                           null when it adds none. down_from to ended_at can be summed: no time counts twice
-- attribution    text       explicit, inferred or none
-- reason         text       why none: duplicate, planned, environment, not-opened, unknown-deployment, other-cause,
--                           before-first-deployment, beyond-horizon, unknown-cause; null when blamed
-- change_caused  boolean    a deployment caused it; null when nobody knows
-- unattributed   boolean    perhaps or surely caused by a change, but no counted deployment can be named:
--                           the upper end of a change failure rate holds these as well
-- deploy_id      text       id of the deployment blamed, the earliest of several; null when none
-- deployments    bigint     how many deployments are blamed
-- fix_deploy_id  text       id of the deployment that ended it; null when not told
-- seq            bigint     row of `events` of its first event, which tells its file and line
with blamed as (
  select
    b.ticket,
    max(b.attribution) as attribution,
    max(b.reason) as reason,
    count(b.blamed) as deployments,
    first_value(r.deploy_id order by r.finished_at, r.seq) as deploy_id
  from blames b
  left join releases r on r.seq = b.blamed
  group by b.ticket
),
timed as (
  select t.*, b.attribution, b.reason, b.deployments, b.deploy_id,
    t.production and not t.duplicate and not t.planned and not t.proxy and t.opened_at is not null as counted,
    t.resolved_at is null and t.opened_at is not null as censored,
    case
      when t.refused or t.opened_at is null then null
      else coalesce(t.resolved_at, (select as_of from parameters))
    end as ended_at
  from tickets t
  join blamed b on b.ticket = t.seq
),
covered as (
  select *,
    max(case when counted then ended_at end) over (
      partition by service order by opened_at, seq
      rows between unbounded preceding and 1 preceding) as covered_until
  from timed
)
select
  service, repo, incident_id, environment, severity, cause, found_by,
  opened_at, detected_at, resolved_at,
  duplicate, planned, proxy, counted,
  case when not refused then (cast(resolved_at as bigint) - cast(opened_at as bigint)) / 1000000.0 end as seconds,
  case when detected_at >= opened_at
    then (cast(detected_at as bigint) - cast(opened_at as bigint)) / 1000000.0 end as detect_seconds,
  censored,
  case when censored then (cast(ended_at as bigint) - cast(opened_at as bigint)) / 1000000.0 end as seconds_so_far,
  ended_at,
  case
    when not counted then null
    when greatest(opened_at, covered_until) < ended_at then greatest(opened_at, covered_until)
  end as down_from,
  attribution, reason,
  case
    when attribution in ('explicit', 'inferred') or cause = 'change' then true
    when reason in ('other-cause', 'beyond-horizon') then false
  end as change_caused,
  coalesce(
    reason in ('unknown-deployment', 'unknown-cause')
      or (reason = 'beyond-horizon' and cause = 'change'), false) as unattributed,
  deploy_id, deployments, fix_deploy_id, seq
from covered
