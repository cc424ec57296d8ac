-- name: Availability
-- kind: ratio
-- unit: percent
-- polarity: higher-is-better
-- roll_up: worst
-- formula: seconds up divided by seconds observed
-- start_event: a probe, or the begin of the period
-- stop_event: the next probe of the same monitor, the stop of the monitor, or the end of the period
-- inclusion: every second between probes in production; degraded counts as up; of several monitors of a service each counts
-- exclusion: time in which nothing was observed; planned work is not excluded
-- weaknesses: between two probes the last answer is taken to hold; instants are cut to the second
select service,
  sum(case when state <> 'down' then ends - begins else 0 end) as numerator,
  sum(ends - begins) as denominator
from (
  select service, state,
    cast(greatest(from_at, $start) as bigint) / 1000000 as begins,
    cast(least(to_at, $end) as bigint) / 1000000 as ends
  from probes
  where production and state <> 'unknown' and from_at < $end and to_at > $start
) as observed
group by service
