-- deliveries: what was deployed, each service, environment and deployment id once, and what of it changed
-- what customers have. Internal, and a view of its own since `releases` looks at all of it three times.
--
-- Rules that live here: duplicate deployment ids, failed pipelines, environments, redeployments,
-- rollbacks and their order, deployments that share an instant.
--
-- service      text       id of the service; never null: an event of no known service is left out and counted
-- repo         text       repository; null when not told
-- deploy_id    text       id of the deployment; null when not told, then every event is a deployment of its own
-- environment  text       environment, lower case; null when not told
-- version      text       version; null when not told
-- commit       text       commit that was deployed; null when not told
-- started_at   timestamp  start; null when not told
-- finished_at  timestamp  end: the time of the event
-- outcome      text       success, failed or cancelled; null when not told
-- commits      bigint     commits that it shipped for the first time; null when not told
-- unplanned    boolean    the event calls it unplanned
-- production   boolean    the environment is one of the pack's production environments
-- live         boolean    it succeeded in production: from here on customers had it
-- redeploy     boolean    the version that was live already
-- inferred     boolean    not called a redeployment, but the same version as the one before it
-- rollback     boolean    goes back to an earlier version; never true for one whose order is not known
-- unordered    boolean    called a rollback, but another deployment finished at the same instant: nothing
--                         can have been rolled back from a version that was live for no time
-- counted      boolean    live, and neither a redeployment nor a rollback
-- told         bigint     events that told of it; those after the first are duplicates
-- seq          bigint     row of `events` that speaks for it, which makes this row unique
with told as (
  select
    e.service, e.repo, e.deploy_id, e.environment, e.version, e.commit,
    e.started_at, e.ts as finished_at, e.outcome, e.commits, e.seq,
    coalesce(e.unplanned, false) as unplanned,
    coalesce(e.redeploy, false) as redeploy_told,
    coalesce(e.rollback, false) as rollback_told,
    p.name is not null as production
  from events e
  left join environments p on p.name = e.environment
  where e.kind = 'deploy' and e.service is not null
),
-- A delivery that is told twice, or tried until it succeeded, is one deployment: the first success
-- speaks for it, without a success the first event. Only ids that occur again are looked at: windows
-- over one row each are dear.
again as (
  select service, coalesce(environment, '') as environment, deploy_id, count(*) as told
  from told
  where deploy_id is not null
  group by service, coalesce(environment, ''), deploy_id
  having count(*) > 1
),
ranked as (
  select t.seq, a.told,
    row_number() over (
      partition by a.service, a.environment, a.deploy_id
      order by case when t.outcome = 'success' then 0 else 1 end, t.finished_at, t.seq
    ) as nth
  from again a
  join told t
    on t.service = a.service and coalesce(t.environment, '') = a.environment and t.deploy_id = a.deploy_id
),
distinct_ones as (
  select t.*, coalesce(r.told, 1) as told, t.production and coalesce(t.outcome, '') = 'success' as live
  from ranked r
  right join told t on t.seq = r.seq
  where coalesce(r.nth, 1) = 1
),
sequence as (
  select *,
    lag(version) over in_turn as version_before,
    lag(commit) over in_turn as commit_before,
    coalesce(lag(finished_at) over in_turn = finished_at, false)
      or coalesce(lead(finished_at) over in_turn = finished_at, false) as at_once
  from distinct_ones
  window in_turn as (partition by service, live order by finished_at, seq)
),
judged as (
  select *,
    live and rollback_told and not at_once as rollback,
    live and rollback_told and at_once as unordered,
    -- Where something new was shipped the version's name alone proves nothing ("latest").
    live and not redeploy_told and not rollback_told and coalesce(commits, 0) = 0 and coalesce(
      case
        when version is not null and version_before is not null
          then version = version_before and coalesce(commit, commit_before, '') = coalesce(commit_before, commit, '')
        else commit = commit_before
      end, false) as inferred
  from sequence
),
sorted as (
  select *,
    live and not rollback and (redeploy_told or inferred) as redeploy,
    live and not rollback and not redeploy_told and not inferred as counted
  from judged
)
select
  service, repo, deploy_id, environment, version, commit, started_at, finished_at, outcome, commits,
  unplanned, production, live, redeploy, inferred, rollback, unordered, counted, told, seq
from sorted
