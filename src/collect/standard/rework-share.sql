-- name: Rework share
-- kind: ratio
-- unit: percent
-- polarity: lower-is-better
-- roll_up: sum-of-parts
-- formula: items of rework done divided by items done
-- start_event: item of work done
-- stop_event: the same event
-- inclusion: every item done in the period whose type is told; rework is the types bug and rework
-- exclusion: items without a type; items reopened since
-- weaknesses: counts items, not effort; depends on labels
select service,
  count(*) filter (where type in ('bug', 'rework')) as numerator,
  count(*) as denominator
from work_items
where type is not null and done_at >= $start and done_at < $end
group by service
