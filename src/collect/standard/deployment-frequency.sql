-- name: Deployment frequency
-- kind: count
-- unit: {one: deployment, many: deployments}
-- polarity: higher-is-better
-- roll_up: sum
-- formula: number of deployments that finished in production
-- start_event: deployment finished in production
-- stop_event: the same event; a deployment is a moment and has no length here
-- inclusion: every change of the version that a service runs in production, also one without a commit
-- exclusion: other environments, pipelines that failed, rollbacks, redeployments of the version that ran already
-- weaknesses: a release of three services is three deployments
select service, count(*) as value
from deployments
where counted and finished_at >= $start and finished_at < $end
group by service
