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
  select kind = 'commit' as is_commit, of_service, of_repo,
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
  select is_commit, of_service, of_repo, id, deploy_id from items where deploy_id is not null
  union all
  select i.is_commit, i.of_service, i.of_repo, i.id, b.deploy_id
  from items i
  join by_commit b on b.commit = i.commit
  where i.deploy_id is null
),
-- An id, or a commit, is looked for in the own service first, without a service in the own
-- repository, then anywhere. Three steps in one pass over what may be millions: `met` is the release that
-- was found, live or not, and whoever has met one looks no further. `turn` is that of a live one.
in_service as (
  select i.*, r.turn as met, case when r.live then r.turn end as turn
  from ids i
  left join releases r on r.service = i.of_service and r.deploy_id = i.deploy_id
),
in_repo as (
  select i.is_commit, i.of_service, i.of_repo, i.id, i.deploy_id,
    case when i.met is null then r.turn else i.met end as met,
    case when i.met is not null then i.turn when r.live then r.turn end as turn,
    r.service as shipper
  from in_service i
  left join releases r
    on r.repo = i.of_repo and r.deploy_id = case when i.met is null and i.of_service = '' then i.deploy_id end
),
anywhere as (
  select i.is_commit, i.of_service, i.of_repo, i.id,
    case when i.of_service <> '' then '' when i.met is null then r.service else i.shipper end as shipper,
    case when i.met is not null then i.turn when r.live then r.turn end as turn
  from in_repo i
  left join releases r on r.deploy_id = case when i.met is null then i.deploy_id end
),
exact as (
  select i.is_commit, i.of_service, i.of_repo, i.id,
    case when i.of_service <> '' then '' else r.service end as shipper,
    r.turn, r.counted,
    rank() over (
      partition by i.is_commit, i.of_service, i.of_repo, i.id
      order by case
        when r.service = i.of_service then 0
        when i.of_service = '' and r.repo = i.of_repo then 1
        else 2
      end) as nearness
  from items i
  join releases r on r.commit = i.commit
),
candidates as (
  select is_commit, of_service, of_repo, id, shipper, turn from anywhere where turn is not null
  union all
  select is_commit, of_service, of_repo, id, shipper, turn from exact where nearness = 1 and counted
),
-- One shipment of an item that was told with a service, else one of each service that shipped it. The
-- least number is cheap to keep for each of millions; a `first_value` is not.
firsts as (
  select is_commit, of_service, of_repo, id, min(turn) as turn
  from candidates
  group by is_commit, of_service, of_repo, id, shipper
)
select
  case when f.is_commit then 'commit' else 'pull-request' end as item,
  f.of_service, f.of_repo, f.id, r.service, r.deploy_id, r.finished_at as deployed_at
from firsts f
join releases r on r.turn = f.turn
