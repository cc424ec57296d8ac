-- releases: what was deployed, before it is known which deployments failed. One row for each
-- service, environment and deployment id. Internal: queries of metrics read `deployments`.
--
-- Rules that live here: which deployment a redeployment repeats, and which one a rollback took back.
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
-- left_out     text       why it is not counted: environment, outcome, rollback or redeploy; null when counted
-- stands_for   bigint     `seq` of the counted deployment that brought this version; null for a rollback, for
--                         what is not live, and when that deployment is not among the events
-- rolls_back   bigint     `seq` of the deployment that this rollback took back: the latest counted one
--                         before it; null for all others
-- told         bigint     events that told of it; those after the first are duplicates
-- seq          bigint     row of `events` that speaks for it, which makes this row unique
-- turn         bigint     its place among all releases by `finished_at` and `seq`, from 1
with repeated as (
  select service, coalesce(version, commit) as version from deliveries where redeploy group by service, coalesce(version, commit)
),
-- The deployment that brought the version of a redeployment: the latest one of that version before it.
brought as (
  select s.seq, s.redeploy,
    last_value(case when s.counted then s.seq end) ignore nulls over (
      partition by r.service, r.version order by s.finished_at, s.seq
      rows between unbounded preceding and current row) as stands_for
  from deliveries s
  join repeated r on r.service = s.service and r.version = coalesce(s.version, s.commit)
),
-- The deployment that a rollback took back. Only services that ever went back are looked at: this window is
-- dear too.
returned as (
  select service from deliveries where rollback group by service
),
taken as (
  select s.seq, s.rollback,
    last_value(case when s.counted then s.seq end) ignore nulls over (
      partition by s.service order by s.finished_at, s.seq
      rows between unbounded preceding and current row) as rolls_back
  from deliveries s
  join returned r on r.service = s.service
)
select
  s.service, s.repo, s.deploy_id, s.environment, s.version, s.commit, s.started_at, s.finished_at, s.outcome, s.commits,
  s.unplanned, s.production, s.live, s.redeploy, s.inferred, s.rollback, s.unordered, s.counted,
  case
    when not s.production then 'environment'
    when not s.live then 'outcome'
    when s.rollback then 'rollback'
    when s.redeploy then 'redeploy'
  end as left_out,
  case when s.counted then s.seq else b.stands_for end as stands_for,
  t.rolls_back, s.told, s.seq,
  row_number() over (order by s.finished_at, s.seq) as turn
from deliveries s
left join brought b on b.seq = s.seq and b.redeploy
left join taken t on t.seq = s.seq and t.rollback
