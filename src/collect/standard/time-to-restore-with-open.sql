-- name: Time to restore, open incidents included
-- kind: quantile
-- unit: minutes
-- statistic: median
-- polarity: lower-is-better
-- roll_up: stated-only
-- formula: Kaplan-Meier median over incidents that began in the period of the time from opening to resolution; one that was open when the period ended lasted at least until then; none where fewer than half are known to have ended
-- start_event: incident opened
-- stop_event: incident resolved before the period ended; otherwise its end, or the latest event read, as a time that is not over
-- inclusion: incidents that began in the period, open ones as well
-- exclusion: duplicates, planned work, conclusions from reverts; resolutions dated before the opening, which are counted
-- weaknesses: an incident that began earlier and is open still is not in it; takes it that what is open ends no sooner than what lasted as long
-- Where nothing is open it is the median of time-to-restore-by-start. A curve that lies at one half between two
-- times has its median in their middle, as the median of an even number has. Its last step, to nothing, is a number
-- as well: what is infinite a running sum never loses again.
with observed as (
  select service, coalesce(resolved_at < $end, false) as ended,
    case when resolved_at < $end then seconds
      else (least(cast($end as bigint), cast(ended_at as bigint)) - cast(opened_at as bigint)) / 1000000.0 end as seconds
  from incidents
  where counted and opened_at >= $start and opened_at < $end and (censored or seconds is not null)
),
steps as (
  select service, seconds, sum(case when ended then 1 else 0 end) as over, count(*) as here
  from observed
  group by service, seconds
),
risk as (
  select service, seconds, over, here,
    sum(here) over (partition by service order by seconds desc) as at_risk
  from steps
),
curve as (
  select service, seconds, over, here,
    exp(sum(case when over = at_risk then -100 else ln(1 - over / cast(at_risk as double)) end)
      over (partition by service order by seconds)) as lasting
  from risk
),
halves as (
  select service, sum(here) as n,
    min(case when over > 0 and lasting < 0.5 + 1e-9 then seconds end) as first,
    min(case when over > 0 and lasting < 0.5 - 1e-9 then seconds end) as second
  from curve
  group by service
)
select service, (first + coalesce(second, first)) / 120 as value, case when first is not null then n end as n
from halves
