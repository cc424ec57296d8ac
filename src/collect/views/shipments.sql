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
-- Where nothing is told of a pull request, what is told of its merge commit holds, and the other way round.
by_commit as (
  select commit, deploy_id from told
  where commit is not null and deploy_id is not null
  group by commit, deploy_id
),
ids as (
  select item, of_service, of_repo, id, deploy_id from items where deploy_id is not null
  union all
  select i.item, i.of_service, i.of_repo, i.id, b.deploy_id
  from items i
  join by_commit b on b.commit = i.commit
  where i.deploy_id is null
),
-- An id, or a commit, is looked for in the own service first, without a service in the own
-- repository, then anywhere. Two steps: the first finds nearly all, and cheaply.
in_own as (
  select i.item, i.of_service, i.of_repo, i.id, r.service, r.finished_at, r.live, r.seq
  from ids i
  join releases r on r.service = i.of_service and r.deploy_id = i.deploy_id
),
not_in_own as (
  select i.item, i.of_service, i.of_repo, i.id, i.deploy_id
  from ids i
  left anti join releases r on r.service = i.of_service and r.deploy_id = i.deploy_id
),
elsewhere as (
  select i.item, i.of_service, i.of_repo, i.id, r.service, r.finished_at, r.live, r.seq,
    rank() over (
      partition by i.item, i.of_service, i.of_repo, i.id, i.deploy_id
      order by case when i.of_service = '' and r.repo = i.of_repo then 0 else 1 end) as nearness
  from not_in_own i
  join releases r on r.deploy_id = i.deploy_id
),
exact as (
  select i.item, i.of_service, i.of_repo, i.id, r.service, r.finished_at, r.counted, r.seq,
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
  select item, of_service, of_repo, id, service, finished_at, seq from in_own where live
  union all
  select item, of_service, of_repo, id, service, finished_at, seq from elsewhere where nearness = 1 and live
  union all
  select item, of_service, of_repo, id, service, finished_at, seq from exact where nearness = 1 and counted
),
firsts as (
  select item, of_service, of_repo, id, first_value(seq order by finished_at, seq) as seq
  from candidates
  group by item, of_service, of_repo, id, case when of_service = '' then service else '' end
)
select f.item, f.of_service, f.of_repo, f.id, r.service, r.deploy_id, r.finished_at as deployed_at
from firsts f
join releases r on r.seq = f.seq
