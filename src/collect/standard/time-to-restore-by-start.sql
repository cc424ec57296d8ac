-- name: Time to restore
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over incidents that began in the period of the time from opening to resolution
-- start_event: incident opened
-- stop_event: incident resolved, whenever that was
-- inclusion: incidents that began in the period
-- exclusion: duplicates, planned work, conclusions from reverts; open incidents, which have no duration yet; resolutions dated before the opening, which are counted
-- weaknesses: changes after the period until its last incident is resolved; times that people type are late
select service, percentile_cont(0.5) within group (order by seconds) / 60 as value, count(*) as n
from incidents
where counted and seconds is not null
  and opened_at >= $start and opened_at < $end
group by service
