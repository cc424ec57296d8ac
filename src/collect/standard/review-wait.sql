-- name: Wait for review
-- kind: quantile
-- unit: hours
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over pull requests of the time from opening to the first review by another person
-- start_event: pull request opened
-- stop_event: first review by another person
-- inclusion: pull requests first reviewed in the period, elapsed hours, nights and weekends included
-- exclusion: pull requests without a review, reviews by their author or by programs, pull requests of programs
-- weaknesses: what waits still is not seen
select service, percentile_cont(0.5) within group (order by pickup_seconds) / 3600 as value, count(*) as n
from pull_requests
where not bot and pickup_seconds is not null
  and first_review_at >= $start and first_review_at < $end
group by service
