-- name: Deployment rework rate
-- kind: ratio
-- unit: percent
-- polarity: lower-is-better
-- roll_up: sum-of-parts
-- formula: unplanned deployments divided by deployments
-- start_event: deployment finished in production
-- stop_event: the same event; it is unplanned if it is called so or an incident names it as its fix
-- inclusion: the deployments of deployment frequency
-- exclusion: rollbacks, which ship nothing
-- weaknesses: a repair that nobody marks counts as planned
select service, count(*) filter (where unplanned) as numerator, count(*) as denominator
from deployments
where counted and finished_at >= $start and finished_at < $end
group by service
