-- Every punch of the run with its person and true time, and the duty in whose window it falls; outside: duty_no null.
-- grain: one punch of a known person
-- inputs: run_punch, punch_owner, window_slice
-- article: contract section 4 rules 1 and 2
with owned as (
    select person_no, schedule_no, device_no, file_id, record_no, add_seconds(punched_at, offset_seconds) as punched_at
    from run_punch
    join punch_owner
        on punch_owner.device_id = run_punch.device_id and punch_owner.pin = run_punch.pin
        and run_punch.punched_at >= shown_from and run_punch.punched_at < shown_to
)
select owned.person_no, device_no, date_of(punched_at) as punch_date, duty_no,
    packed_punch(punched_at, file_id, record_no) as punch
from owned
left join window_slice
    on window_slice.schedule_no = owned.schedule_no and window_slice.punch_date = date_of(owned.punched_at)
    and punched_at >= window_from and punched_at < window_to
