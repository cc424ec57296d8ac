-- name: Review time
-- kind: quantile
-- unit: hours
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over pull requests of the time from the first review to the merge
-- start_event: first review by another person
-- stop_event: pull request merged
-- inclusion: pull requests merged in the period, elapsed hours, nights and weekends included
-- exclusion: pull requests of programs; pull requests merged before their first review
-- weaknesses: medians of stages do not add up to the median of the whole
select service, percentile_cont(0.5) within group (order by review_seconds) / 3600 as value, count(*) as n
from pull_requests
where not bot and review_seconds is not null
  and merged_at >= $start and merged_at < $end
group by service
