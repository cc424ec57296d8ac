-- name: Incidents restored within an hour
-- kind: ratio
-- unit: percent
-- polarity: higher-is-better
-- roll_up: sum-of-parts
-- formula: incidents resolved within 60 minutes divided by incidents
-- start_event: incident opened
-- stop_event: incident resolved, or an hour passed
-- inclusion: incidents that began in the period; one that is open after an hour was not restored in time
-- exclusion: duplicates, planned work, conclusions from reverts; resolutions dated before the opening; incidents open for less than an hour as far as is known
-- weaknesses: times that people type are late
select service,
  count(*) filter (where seconds <= 3600) as numerator,
  count(*) as denominator
from incidents
where counted and (seconds is not null or seconds_so_far > 3600)
  and opened_at >= $start and opened_at < $end
group by service
