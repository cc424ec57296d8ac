-- name: Pull request cycle time
-- kind: quantile
-- unit: hours
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over pull requests of the time from the first commit, or the opening if earlier, to the deployment
-- start_event: first commit written, or pull request opened
-- stop_event: end of the first successful production deployment that contains it
-- inclusion: pull requests shipped in the period, elapsed hours, nights and weekends included
-- exclusion: pull requests of programs; pull requests not shipped, and deployments dated before the merge
-- weaknesses: medians of stages do not add up to the median of the whole
select service, percentile_cont(0.5) within group (order by cycle_seconds) / 3600 as value, count(*) as n
from pull_requests
where not bot and cycle_seconds is not null
  and deployed_at >= $start and deployed_at < $end
group by service
