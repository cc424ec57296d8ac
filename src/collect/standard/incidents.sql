-- name: Incidents
-- kind: count
-- unit: {one: incident, many: incidents}
-- polarity: lower-is-better
-- roll_up: sum
-- formula: number of incidents that began
-- start_event: incident opened
-- stop_event: the same event; an incident is counted once, in the period in which it began
-- inclusion: every incident in production, whatever its cause or severity
-- exclusion: duplicates, notices of planned work, incidents that were only concluded from a revert
-- weaknesses: more may be better noticing
select service, count(*) as value
from incidents
where counted and opened_at >= $start and opened_at < $end
group by service
