-- deployments: one row for each deployment of one service to one environment. A release of three
-- services is three deployments; an id told twice is one.
--
-- service          text       id of the service
-- repo             text       repository; null when not told
-- deploy_id        text       id of the deployment; null when not told
-- environment      text       environment, lower case; null when not told
-- version          text       version; null when not told
-- commit           text       commit that was deployed; null when not told
-- started_at       timestamp  start; null when not told
-- finished_at      timestamp  end, the time at which it belongs to a period
-- outcome          text       success, failed or cancelled; null when not told. A failed pipeline reached nobody and is no failed change
-- commits          bigint     commits shipped for the first time; 0 when none (configuration, infrastructure), null when not told
-- redeploy         boolean    the version that was live already
-- rollback         boolean    went back to an earlier version
-- unplanned        boolean    called unplanned, or named as the fix of an incident
-- counted          boolean    a deployment for every figure: successful, in production, a version that was not live
--                             before, not a rollback
-- left_out         text       why it is not counted: environment, outcome, rollback or redeploy; null when counted
-- failed           bigint     1 if it needed remedy, else 0; null when not counted. A deployment fails once,
--                             however many incidents it caused
-- failed_how       text       rollback (it was rolled back), explicit (an incident names it) or inferred (the latest
--                             deployment within the horizon before an incident); the first that holds; null when not failed
-- incidents        bigint     incidents held against it
-- recovered_at     timestamp  its rollback, or the end of its last incident (its fix if one is named, else its resolution),
--                             whichever is earlier; null when not failed, and while it lasts
-- recovered_how    text       rollback, fix or incident; null when recovered_at is
-- recovery_seconds double     finished to recovered; null when not recovered, and when it would be negative (refused and counted)
-- censored         boolean    failed and not recovered as far as is known
-- seq              bigint     row of `events` of its event, which tells its file and line
with ends as (
  select
    b.blamed, b.ticket, b.attribution,
    coalesce(b.fixed_at, case when not t.refused then t.resolved_at end) as ended_at,
    b.fixed_at is not null as fixed
  from blames b
  join tickets t on t.seq = b.ticket
  where b.blamed is not null
),
incidents_of as (
  select
    blamed,
    count(*) as incidents,
    max(case when attribution = 'explicit' then 1 else 0 end) as explicit,
    case when count(*) = count(ended_at) then max(ended_at) end as ended_at,
    last_value(fixed order by ended_at, ticket) as fixed
  from ends
  group by blamed
),
rolled_back as (
  select rolls_back as seq, min(finished_at) as rolled_back_at
  from releases
  where rolls_back is not null
  group by rolls_back
),
named_as_fix as (
  select r.seq, rank() over (partition by t.seq order by case when r.service = t.service then 0 else 1 end) as nearness
  from tickets t
  join releases r on r.deploy_id = t.fix_deploy_id
  where not t.duplicate and not t.planned
),
fixing as (
  select distinct seq from named_as_fix where nearness = 1
),
joined as (
  select r.*,
    i.incidents, i.explicit, i.ended_at, i.fixed, b.rolled_back_at,
    x.seq is not null as fixes,
    r.counted and (i.blamed is not null or b.seq is not null) as has_failed,
    least(b.rolled_back_at, i.ended_at) as recovered_at
  from releases r
  left join incidents_of i on i.blamed = r.seq
  left join rolled_back b on b.seq = r.seq
  left join fixing x on x.seq = r.seq
)
select
  service, repo, deploy_id, environment, version, commit, started_at, finished_at, outcome, commits,
  redeploy, rollback,
  unplanned or fixes as unplanned,
  counted, left_out,
  case when counted then cast(has_failed as bigint) end as failed,
  case
    when not has_failed then null
    when rolled_back_at is not null then 'rollback'
    when explicit = 1 then 'explicit'
    else 'inferred'
  end as failed_how,
  coalesce(incidents, 0) as incidents,
  recovered_at,
  case
    when recovered_at is null then null
    when recovered_at = rolled_back_at then 'rollback'
    when fixed then 'fix'
    else 'incident'
  end as recovered_how,
  case when recovered_at >= finished_at
    then (cast(recovered_at as bigint) - cast(finished_at as bigint)) / 1000000.0 end as recovery_seconds,
  has_failed and recovered_at is null as censored,
  seq
from joined
