-- name: Build duration
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over builds of the time from start to end
-- start_event: build started
-- stop_event: build finished
-- inclusion: every build that succeeded or failed in the period, on every branch
-- exclusion: builds that were cancelled; builds without a start or a duration
-- weaknesses: builds that fail early make it shorter
select service, percentile_cont(0.5) within group (order by seconds) / 60 as value, count(*) as n
from builds
where outcome in ('success', 'failed') and seconds is not null
  and finished_at >= $start and finished_at < $end
group by service
