-- probes: what was observed, as stretches of time. A probe's answer holds until the next probe of
-- the same monitor; `monitor_started` and `monitor_stopped` bound what was observed at all. After
-- the last word of a monitor that was not stopped its state holds until the latest event read.
--
-- service      text       id of the service
-- monitor      text       name of the monitor: the service as the event tells it. A service may have several
-- repo         text       repository; null when not told
-- environment  text       environment, lower case; null when not told
-- production   boolean    the environment is a production environment or not told
-- from_at      timestamp  begin of the stretch: the probe
-- to_at        timestamp  its end: the next word of the monitor; never before from_at
-- state        text       up, degraded, down, or unknown (between a start and the first probe, or a probe without
--                         outcome): what is unknown was not observed
-- sample       boolean    a probe; false for the begin of monitoring
-- value_ms     double     response time; null when none was told or there was no answer
-- http_code    bigint     answer; null when not told
-- open         boolean    nothing follows: its end is the latest event read
-- seq          bigint     row of `events` of the event, which tells its file and line
with told as (
  select
    service, coalesce(service_told, service) as monitor, repo, environment, kind, ts, outcome, value, unit, http_code, seq,
    lead(ts) over in_turn as next_at
  from events
  where kind in ('probe', 'monitor_started', 'monitor_stopped') and service is not null
  window in_turn as (
    partition by service, coalesce(service_told, service), environment
    order by ts, seq)
)
select
  t.service, t.monitor, t.repo, t.environment,
  t.environment is null or p.name is not null as production,
  t.ts as from_at,
  coalesce(t.next_at, greatest(t.ts, (select as_of from parameters))) as to_at,
  coalesce(t.outcome, 'unknown') as state,
  t.kind = 'probe' as sample,
  case
    when t.kind <> 'probe' or t.value <= 0 then null
    when t.unit = 's' then t.value * 1000
    when t.unit = 'us' then t.value / 1000
    else t.value
  end as value_ms,
  t.http_code,
  t.next_at is null as open,
  t.seq
from told t
left join environments p on p.name = t.environment
where t.kind <> 'monitor_stopped'
