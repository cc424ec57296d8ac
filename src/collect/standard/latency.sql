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
-- Type 7 by ranks: percentile_cont cuts the place between two values to six digits, which only a
-- median does not notice.
select service,
  max(case when rank = place / 100 then value_ms end)
    + (max(case when rank = (place + 99) / 100 then value_ms end) - max(case when rank = place / 100 then value_ms end))
    * (max(place) % 100) / 100 as value,
  max(n) as n
from (
  select service, value_ms, n, (n - 1) * 95 as place, rank
  from (
    select service, value_ms,
      count(*) over (partition by service) as n,
      row_number() over (partition by service order by value_ms) - 1 as rank
    from probes
    where production and sample and state in ('up', 'degraded') and value_ms is not null
      and from_at >= $start and from_at < $end
  ) as ranked
) as placed
group by service
