-- shipments: which deployment first brought a commit or a merged pull request to customers. One
-- row for each of them and each service that shipped it; none for what has not been shipped.
-- Internal: queries of metrics read `changes` and `pull_requests`.
--
-- Rules that live here: a commit in several deployments (the first successful one in production
-- stops the clock), a commit that several services ship (one change of each).
--
-- item         text       commit or pull-request
-- of_service   text       service told with it; '' when none was
-- of_repo      text       repository told with it; '' when none was
-- id           text       the commit, or the number of the pull request
-- service      text       the service whose deployment shipped it
-- deploy_id    text       id of that deployment
-- deployed_at  timestamp  its end
with told as (
  select kind, coalesce(service, '') as of_service, coalesce(repo, '') as of_repo, commit, pr, deploy_id
  from events
  where (kind = 'commit' and commit is not null) or (kind = 'pr_merged' and pr is not null)
),
items as (
  select
    case kind when 'commit' then 'commit' else 'pull-request' end as item,
    of_service, of_repo,
    case kind when 'commit' then commit else pr end as id,
    commit, deploy_id
  from told
),
-- What is told of a merge commit holds for its pull request, and the other way round.
by_commit as (
  select commit, deploy_id from told
  where commit is not null and deploy_id is not null
  group by commit, deploy_id
),
ids as (
  select item, of_service, of_repo, id, deploy_id from items where deploy_id is not null
  union
  select i.item, i.of_service, i.of_repo, i.id, b.deploy_id
  from items i
  join by_commit b on b.commit = i.commit
),
-- An id is looked for in the own service first, without a service in the own repository, then anywhere.
named as (
  select i.item, i.of_service, i.of_repo, i.id, r.service, r.deploy_id, r.finished_at, r.live, r.seq,
    rank() over (
      partition by i.item, i.of_service, i.of_repo, i.id, i.deploy_id
      order by case
        when r.service = i.of_service then 0
        when i.of_service = '' and r.repo = i.of_repo then 1
        else 2
      end) as nearness
  from ids i
  join releases r on r.deploy_id = i.deploy_id
),
exact as (
  select i.item, i.of_service, i.of_repo, i.id, r.service, r.deploy_id, r.finished_at, r.counted as live, r.seq,
    rank() over (
      partition by i.item, i.of_service, i.of_repo, i.id
      order by case
        when r.service = i.of_service then 0
        when i.of_service = '' and r.repo = i.of_repo then 1
        else 2
      end) as nearness
  from items i
  join releases r on r.commit = i.commit
),
candidates as (
  select * from named where nearness = 1 and live
  union all
  select * from exact where nearness = 1 and live
),
ranked as (
  select *,
    row_number() over (
      partition by item, of_service, of_repo, id, case when of_service = '' then service else '' end
      order by finished_at, seq) as nth
  from candidates
)
select item, of_service, of_repo, id, service, deploy_id, finished_at as deployed_at
from ranked
where nth = 1
