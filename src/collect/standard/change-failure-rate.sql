-- name: Change failure rate
-- kind: ratio
-- unit: percent
-- polarity: lower-is-better
-- roll_up: sum-of-parts
-- formula: failed deployments divided by deployments
-- start_event: deployment finished in production
-- stop_event: it is rolled back, an incident names it, or an incident of the service begins within the horizon after it and no later deployment
-- inclusion: the deployments of deployment frequency; one fails once, however many incidents it causes
-- exclusion: pipelines that failed, which reached nobody; incidents with another cause, beyond the horizon, or before the first deployment
-- weaknesses: no incident raised means no failure counted; `unattributed` incidents may each be one more failure, which makes the rate a range
select d.service, sum(d.failed) as numerator, count(*) as denominator, max(coalesce(u.unattributed, 0)) as unattributed
from deployments d
left join (
  select service, count(*) as unattributed
  from incidents
  where unattributed and opened_at >= $start and opened_at < $end
  group by service
) u on u.service = d.service
where d.counted and d.finished_at >= $start and d.finished_at < $end
group by d.service
