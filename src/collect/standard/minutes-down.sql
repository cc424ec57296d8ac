-- name: Minutes in incidents
-- kind: count
-- unit: {one: minute, many: minutes}
-- polarity: lower-is-better
-- roll_up: sum
-- formula: minutes during which an incident was open
-- start_event: incident opened, or the begin of the period
-- stop_event: incident resolved, the end of the period, or the latest event read
-- inclusion: the part of every incident that lies in the period, open ones with their time so far
-- exclusion: duplicates, planned work, conclusions from reverts; minutes that another incident of the same service covers already
-- weaknesses: minutes of different services are added although their users differ; instants are cut to the minute
select service, sum(ends - begins) as value
from (
  select service,
    cast(greatest(down_from, $start) as bigint) / 60000000 as begins,
    cast(least(ended_at, $end) as bigint) / 60000000 as ends
  from incidents
  where down_from < $end and ended_at > $start
) as clipped
group by service
