-- name: Coding time
-- kind: quantile
-- unit: hours
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over pull requests of the time from the first commit to opening the pull request
-- start_event: first commit written
-- stop_event: pull request opened
-- inclusion: pull requests opened in the period, elapsed hours, nights and weekends included
-- exclusion: pull requests of programs; first commits dated after the opening
-- weaknesses: medians of stages do not add up to the median of the whole
select service, percentile_cont(0.5) within group (order by coding_seconds) / 3600 as value, count(*) as n
from pull_requests
where not bot and coding_seconds is not null
  and opened_at >= $start and opened_at < $end
group by service
