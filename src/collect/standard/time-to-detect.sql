-- name: Time to detect
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: median (type 7) over incidents of the time from opening to detection
-- start_event: incident opened: its impact began
-- stop_event: first detection, by an alert or a person
-- inclusion: incidents detected in the period
-- exclusion: duplicates, planned work, conclusions from reverts; incidents without a time of detection; detections dated before the opening, which are counted
-- weaknesses: where the opening is the detection it is zero and says nothing
select service, percentile_cont(0.5) within group (order by detect_seconds) / 60 as value, count(*) as n
from incidents
where counted and detect_seconds is not null
  and detected_at >= $start and detected_at < $end
group by service
