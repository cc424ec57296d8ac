-- changes: one row for each commit of one service. A commit of a repository that deploys several
-- services is a change of each that shipped it.
--
-- service       text       id of the service told with the commit, else of the service that shipped it;
--                          null when neither is known, then no figure of a service holds it
-- repo          text       repository; null when not told
-- commit        text       the commit
-- actor         text       hash of who wrote it; null when not told
-- authored_at   timestamp  when it was written; null when not told. Authors' clocks can be wrong
-- committed_at  timestamp  when it was committed: the time of the event, the earliest if told twice
-- merge         boolean    a merge commit, which carries no work of its own
-- bot           boolean    written by a program: the event or the pack's list of bots says so
-- reverts       text       the commit that it takes back; null when none
-- deploy_id     text       the first successful production deployment that brought it; null when not shipped
-- deployed_at   timestamp  end of that deployment; null when not shipped
-- lead_seconds  double     committed to deployed; null when not shipped, and when it would be negative (refused and counted)
-- told          bigint     events that told of it; those after the first are duplicates
-- seq           bigint     row of `events` of its first event, which tells its file and line
with commits as (
  select
    e.service, e.repo, e.commit,
    min(e.actor) as actor,
    min(e.authored_at) as authored_at,
    min(e.ts) as committed_at,
    max(case when e.merge then 1 else 0 end) = 1 as merge,
    max(case when e.bot or b.actor is not null then 1 else 0 end) = 1 as bot,
    min(e.reverts) as reverts,
    count(*) as told,
    min(e.seq) as seq
  from events e
  left join bots b on b.actor = e.actor
  where e.kind = 'commit' and e.commit is not null
  group by e.service, e.repo, e.commit
)
select
  coalesce(c.service, s.service) as service, c.repo, c.commit, c.actor, c.authored_at, c.committed_at,
  c.merge, c.bot, c.reverts, s.deploy_id, s.deployed_at,
  case when s.deployed_at >= c.committed_at
    then (cast(s.deployed_at as bigint) - cast(c.committed_at as bigint)) / 1000000.0 end as lead_seconds,
  c.told, c.seq
from commits c
left join shipments s
  on s.item = 'commit' and s.id = c.commit
 and s.of_service = coalesce(c.service, '') and s.of_repo = coalesce(c.repo, '')
