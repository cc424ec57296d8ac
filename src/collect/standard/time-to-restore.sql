-- name: Time to restore
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over incidents of the time from opening to resolution
-- start_event: incident opened
-- stop_event: incident resolved
-- inclusion: incidents resolved in the period, whenever they began
-- exclusion: duplicates, planned work, conclusions from reverts; open incidents, which have no duration yet; resolutions dated before the opening, which are counted
-- weaknesses: times that people type are late; a long incident still open is not in it
select service, percentile_cont(0.5) within group (order by seconds) / 60 as value, count(*) as n
from incidents
where counted and seconds is not null
  and resolved_at >= $start and resolved_at < $end
group by service
