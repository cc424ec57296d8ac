-- name: Failed deployment recovery time
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over failed deployments of the time from their end to recovery
-- start_event: deployment finished in production, one that failed
-- stop_event: it was rolled back, or the last incident held against it was fixed by a deployment or resolved, whichever is earlier
-- inclusion: failed deployments that recovered in the period, whenever they were deployed
-- exclusion: those not recovered, which have no duration yet; recoveries dated before the deployment, which are counted
-- weaknesses: starts at the deployment, so time in which nobody noticed is in it
select service, percentile_cont(0.5) within group (order by recovery_seconds) / 60 as value, count(*) as n
from deployments
where failed = 1 and recovery_seconds is not null
  and recovered_at >= $start and recovered_at < $end
group by service
