-- name: Response time
-- kind: quantile
-- unit: milliseconds
-- statistic: p95
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: 95th percentile (type 7) of the response times of probes
-- start_event: probe sent
-- stop_event: answer received
-- inclusion: every probe of the period in production that was answered, degraded ones as well
-- exclusion: probes without an answer, which availability counts
-- weaknesses: a probe is not a user; where only changes are recorded, samples are few and crowd around outages
select service, percentile_cont(0.95) within group (order by value_ms) as value, count(*) as n
from probes
where production and sample and state in ('up', 'degraded') and value_ms is not null
  and from_at >= $start and from_at < $end
group by service
