-- name: Lead time for changes
-- kind: quantile
-- unit: hours
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over changes of the time from commit to the end of the deployment that shipped it
-- start_event: the commit (committer's date)
-- stop_event: end of the first successful production deployment that contains it
-- inclusion: every commit first shipped in the period, by programs as well (add `and not bot` to leave them out)
-- exclusion: merge commits, deployments without commits, commits not shipped, and those dated after their deployment, which are counted
-- weaknesses: work not shipped is not seen; a rebase moves the committer's date
select service, percentile_cont(0.5) within group (order by lead_seconds) / 3600 as value, count(*) as n
from changes
where not merge and lead_seconds is not null
  and deployed_at >= $start and deployed_at < $end
group by service
