-- name: Build success
-- kind: ratio
-- unit: percent
-- polarity: higher-is-better
-- roll_up: sum-of-parts
-- formula: builds that succeeded divided by builds that succeeded or failed
-- start_event: build finished
-- stop_event: the same event
-- inclusion: every build finished in the period, on every branch
-- exclusion: builds that were cancelled or whose outcome is not known
-- weaknesses: a build repeated until it succeeds counts each time
select service,
  count(*) filter (where outcome = 'success') as numerator,
  count(*) filter (where outcome in ('success', 'failed')) as denominator
from builds
where finished_at >= $start and finished_at < $end
group by service
