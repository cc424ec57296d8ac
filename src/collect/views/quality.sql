-- quality: what was repaired, dropped, inferred or kept with a doubt before any figure was made.
-- One row for each sort that occurred.
--
-- what       text    the sort, as in the list below
-- treatment  text    repaired, dropped, inferred or kept
-- count      bigint  how many
-- first      text    `file:line` of the first
--
-- repaired  alias-resolved             events whose service is called by another name
-- repaired  unordered-rollback         rollbacks at the very instant of another deployment: counted as deployments
-- dropped   unknown-service            events of a service that the pack does not know
-- dropped   missing-service            events of no service, commits, pull requests and ends of incidents apart
-- dropped   missing-id                 commits, pull requests and items of work without an id
-- dropped   duplicate-deployment       further events of a deployment
-- dropped   duplicate-commit           further events of a commit
-- dropped   duplicate-incident         further tickets of an incident
-- dropped   duplicate-build            further ends of a build
-- dropped   missing-incident-start     incidents of which only the end was told
-- dropped   resolved-before-opened     durations of incidents; the incident counts
-- dropped   detected-before-opened     times to detect; the incident counts
-- dropped   deployed-before-committed  lead times; the change counts
-- dropped   recovered-before-deployed  recovery times; the failure counts
-- dropped   committed-after-opened     coding times of pull requests whose first commit was written later
-- dropped   reviewed-before-opened     reviews that are dated before their pull request
-- dropped   merged-before-reviewed     review times of pull requests whose first review came later
-- dropped   deployed-before-merged     deploy and cycle times of pull requests
-- dropped   negative-build-duration    durations of builds; the build counts
-- dropped   closed-before-begun        times of items of work; the item counts
-- inferred  inferred-attribution       incidents held against the latest deployment before them
-- inferred  inferred-redeploy          deployments of the version that ran already, not called so
-- inferred  open-monitor               monitors that were not stopped: their last state holds until the latest event read
-- kept      deploy-without-commits     counted deployments that shipped no commit: no lead time
-- kept      missing-version            counted deployments of which neither version nor commit is told
-- kept      missing-deployment-id      deployments without an id, each of its own
-- kept      missing-incident-id        events of incidents without an id, each an incident of its own
-- kept      missing-state              probes without an outcome: nothing is known until the next
-- kept      missing-environment        deployments of no environment: not counted
-- kept      missing-outcome            deployments in production without an outcome: not counted
-- kept      failed-pipeline            deployments in production that failed or were cancelled: not counted, and no failed change
-- kept      redeployment               deployments of the version that ran already: not counted
-- kept      rollback                   deployments of an earlier version: not counted, the one before has failed
-- kept      change-without-lead-time   changes deployed at the instant of their commit
-- kept      change-not-shipped         changes that no deployment brought to production
-- kept      unresolved-incident        incidents still open: their duration is at least the time so far
-- kept      unattributed-incident      incidents perhaps caused by a change, of no deployment that can be named
-- kept      unknown-deployment         incidents that name a deployment which is not among the events or not counted
-- kept      incident-beyond-horizon    incidents too long after the last deployment to be held against it
-- kept      incident-before-deployment incidents of a service that has no deployment before them
with found as (
  select 'alias-resolved' as what, 'repaired' as treatment, seq from events
  where service is not null and service_told is not null and service <> service_told
  union all
  select 'unknown-service', 'dropped', seq from events
  where service is null and service_told is not null
  union all
  select 'missing-service', 'dropped', seq from events
  where service is null and service_told is null
    and (kind in ('deploy', 'incident_opened', 'build_started', 'build_finished', 'probe', 'monitor_started', 'monitor_stopped')
      or starts_with(kind, 'work_item_'))
  union all
  select 'missing-id', 'dropped', seq from events
  where (kind = 'commit' and commit is null)
    or (kind in ('pr_opened', 'pr_reviewed', 'pr_merged', 'pr_closed') and pr is null)
    or (starts_with(kind, 'work_item_') and work_item is null)
  union all
  select 'missing-incident-id', 'kept', seq from events
  where starts_with(kind, 'incident_') and incident_id is null and service is not null
  union all
  select 'missing-state', 'kept', seq from probes where sample and state = 'unknown'
  union all
  select 'unordered-rollback', 'repaired', seq from releases where unordered
  union all
  select 'inferred-redeploy', 'inferred', seq from releases where inferred
  union all
  select 'missing-deployment-id', 'kept', seq from releases where deploy_id is null
  union all
  select 'duplicate-incident', 'dropped', seq from tickets where duplicate
  union all
  select 'missing-incident-start', 'dropped', seq from incidents where opened_at is null
  union all
  select 'resolved-before-opened', 'dropped', seq from incidents where resolved_at < opened_at
  union all
  select 'detected-before-opened', 'dropped', seq from incidents where detected_at < opened_at
  union all
  select 'inferred-attribution', 'inferred', seq from incidents where attribution = 'inferred'
  union all
  select 'unresolved-incident', 'kept', seq from incidents where counted and censored
  union all
  select 'unattributed-incident', 'kept', seq from incidents where unattributed
  union all
  select 'unknown-deployment', 'kept', seq from incidents where reason = 'unknown-deployment'
  union all
  select 'incident-beyond-horizon', 'kept', seq from incidents where reason = 'beyond-horizon'
  union all
  select 'incident-before-deployment', 'kept', seq from incidents where reason = 'before-first-deployment'
  union all
  select 'recovered-before-deployed', 'dropped', seq from deployments where recovered_at < finished_at
  union all
  select 'deploy-without-commits', 'kept', seq from deployments where counted and commits = 0
  union all
  select 'missing-version', 'kept', seq from deployments where counted and version is null and commit is null
  union all
  select 'missing-environment', 'kept', seq from deployments where environment is null
  union all
  select 'missing-outcome', 'kept', seq from deployments where left_out = 'outcome' and outcome is null
  union all
  select 'failed-pipeline', 'kept', seq from deployments where left_out = 'outcome' and outcome is not null
  union all
  select 'redeployment', 'kept', seq from deployments where left_out = 'redeploy'
  union all
  select 'rollback', 'kept', seq from deployments where left_out = 'rollback'
  union all
  select 'deployed-before-committed', 'dropped', seq from changes where deployed_at < committed_at
  union all
  select 'change-without-lead-time', 'kept', seq from changes where lead_seconds = 0 and not merge
  union all
  select 'change-not-shipped', 'kept', seq from changes where deployed_at is null and not merge
  union all
  select 'committed-after-opened', 'dropped', seq from pull_requests where opened_at < first_commit_at
  union all
  select 'merged-before-reviewed', 'dropped', seq from pull_requests where merged_at < first_review_at
  union all
  select 'deployed-before-merged', 'dropped', seq from pull_requests where deployed_at < merged_at
  union all
  select 'negative-build-duration', 'dropped', seq from builds where seconds is null and finished_at < started_at
  union all
  select 'closed-before-begun', 'dropped', seq from work_items where done_at < opened_at or done_at < started_at
  union all
  select 'open-monitor', 'inferred', seq from probes where open
),
counted as (
  select what, treatment, count(*) as count, min(seq) as seq from found group by what, treatment
  union all
  select 'duplicate-deployment', 'dropped', sum(told - 1), min(seq) from releases where told > 1
  union all
  select 'duplicate-commit', 'dropped', sum(told - 1), min(seq) from changes where told > 1
  union all
  select 'duplicate-build', 'dropped', sum(told - 1), min(seq) from builds where told > 1
  union all
  select 'reviewed-before-opened', 'dropped', sum(reviews_refused), min(seq) from pull_requests where reviews_refused > 0
)
select c.what, c.treatment, c.count, concat(e.file, ':', cast(e.line as varchar)) as first
from counted c
join events e on e.seq = c.seq
where c.count > 0
order by c.what
