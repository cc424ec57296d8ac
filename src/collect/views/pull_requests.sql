-- pull_requests: one row for each pull request (merge request). Its stages follow one another:
-- coding, pickup, review, deploy.
--
-- pr               text       number or id
-- service          text       id of the service told with it, else of the service that shipped it; null when neither is known
-- repo             text       repository; null when not told
-- actor            text       hash of its author; null when not told
-- bot              boolean    opened by a program: an event or the pack's list of bots says so
-- first_commit_at  timestamp  when its first commit was written; null when not told
-- opened_at        timestamp  when it was opened; null when not told
-- first_review_at  timestamp  first review by another person, once opened; null when there was none. A review
--                             that is dated before the opening is not believed, and counted
-- merged_at        timestamp  when it was merged; null when not merged
-- closed_at        timestamp  when it was closed without being merged; null otherwise
-- commit           text       the commit that the merge made; null when not told
-- deploy_id        text       the first successful production deployment that brought it; null when not shipped
-- deployed_at      timestamp  end of that deployment; null when not shipped
-- coding_seconds   double     first commit to opening
-- pickup_seconds   double     opening to first review
-- review_seconds   double     first review to merge
-- deploy_seconds   double     merge to deployment
-- cycle_seconds    double     first commit, or opening if that is earlier or nothing else is known, to deployment
--                             Each of the five is null while one of its ends is unknown, and when it would be
--                             negative (refused and counted); a cycle is also refused with its deployment
-- reviews_refused  bigint     reviews by others that are dated before the opening
-- seq              bigint     row of `events` of its first event, which tells its file and line
with told as (
  select coalesce(e.service, '') as of_service, coalesce(e.repo, '') as of_repo, e.*,
    coalesce(e.bot, false) or b.actor is not null as by_bot
  from events e
  left join bots b on b.actor = e.actor
  where e.pr is not null
    and e.kind in ('commit', 'pr_opened', 'pr_reviewed', 'pr_merged', 'pr_closed')
),
grouped as (
  select
    of_service, of_repo, pr,
    coalesce(min(case when kind = 'pr_opened' then actor end), min(case when kind = 'pr_merged' then actor end)) as author,
    max(case when by_bot and kind in ('pr_opened', 'pr_merged') then 1 else 0 end) = 1 as bot,
    least(
      min(case when kind = 'pr_merged' then first_commit_at end),
      min(case when kind = 'commit' then coalesce(authored_at, ts) end)) as first_commit_at,
    min(case when kind = 'pr_opened' then ts end) as opened_at,
    min(case when kind = 'pr_merged' then ts end) as merged_at,
    min(case when kind = 'pr_closed' then ts end) as closed_at,
    min(case when kind = 'pr_merged' then commit end) as commit,
    min(seq) as seq
  from told
  group by of_service, of_repo, pr
  having max(case when kind in ('pr_opened', 'pr_merged', 'pr_closed') then 1 else 0 end) = 1
),
reviews as (
  select g.of_service, g.of_repo, g.pr,
    min(case when coalesce(t.ts >= g.opened_at, true) then t.ts end) as first_review_at,
    count(case when t.ts < g.opened_at then 1 end) as reviews_refused
  from told t
  join grouped g on g.of_service = t.of_service and g.of_repo = t.of_repo and g.pr = t.pr
  where t.kind = 'pr_reviewed'
    and not coalesce(t.own, false) and not t.by_bot
    and coalesce(t.actor <> g.author, true)
  group by g.of_service, g.of_repo, g.pr
),
joined as (
  select g.*, r.first_review_at, coalesce(r.reviews_refused, 0) as reviews_refused, s.service as shipped_by, s.deploy_id, s.deployed_at
  from grouped g
  left join reviews r on r.of_service = g.of_service and r.of_repo = g.of_repo and r.pr = g.pr
  left join shipments s
    on s.item = 'pull-request' and s.id = g.pr and s.of_service = g.of_service and s.of_repo = g.of_repo
)
select
  pr,
  coalesce(nullif(of_service, ''), shipped_by) as service,
  nullif(of_repo, '') as repo,
  author as actor, bot, first_commit_at, opened_at, first_review_at, merged_at,
  case when merged_at is null then closed_at end as closed_at,
  commit, deploy_id, deployed_at,
  case when opened_at >= first_commit_at
    then (cast(opened_at as bigint) - cast(first_commit_at as bigint)) / 1000000.0 end as coding_seconds,
  case when first_review_at >= opened_at
    then (cast(first_review_at as bigint) - cast(opened_at as bigint)) / 1000000.0 end as pickup_seconds,
  case when merged_at >= first_review_at
    then (cast(merged_at as bigint) - cast(first_review_at as bigint)) / 1000000.0 end as review_seconds,
  case when deployed_at >= merged_at
    then (cast(deployed_at as bigint) - cast(merged_at as bigint)) / 1000000.0 end as deploy_seconds,
  case when deployed_at >= coalesce(merged_at, deployed_at)
    and deployed_at >= least(first_commit_at, opened_at)
    then (cast(deployed_at as bigint) - cast(least(first_commit_at, opened_at) as bigint)) / 1000000.0 end as cycle_seconds,
  reviews_refused, seq
from joined
