//! Problems of the record of incidents: times that cannot be, and what they refer to.

use crate::diag::{Severity, Topic};

topics! {
    BAD_TIME = "bad-time",
        "A time is a day and what the clock showed, so that it can be read in one way only.",
        fix: "Write `2026-08-18 09:02`, with seconds if they are known and the offset where the clock \
              showed that time twice.",
        "\
~~~ data/incidents/2026-Q3.yaml
-    began: 2026-08-18 09:02
+    began: 18 August, 9 o'clock
";

    SKIPPED_TIME = "skipped-time",
        "Where clocks are set forward, an hour of wall time does not exist: an incident cannot have \
         begun in it.",
        fix: "Write the time that the clocks showed, which is after the hour that was left out.",
        "\
~~~ data/incidents/2026-Q3.yaml
-      - {at: 2026-08-18 09:20, what: Cause known}
+      - {at: 2026-03-29 01:20, what: Cause known}
";

    AMBIGUOUS_TIME = "ambiguous-time",
        "Where clocks are set back, they show an hour twice: the same words name two instants, an \
         hour apart.",
        fix: "Write the offset behind the time: `2026-10-25 01:30+01:00` for the first of the two, \
              `2026-10-25 01:30+00:00` for the second.",
        "\
~~~ data/incidents/2026-Q3.yaml
-      - {at: 2026-08-18 09:20, what: Cause known}
+      - {at: 2026-10-25 01:20, what: Cause known}
";

    WRONG_OFFSET = "wrong-offset",
        "The offset behind a time says how far the clock was from universal time. One that the \
         pack's zone did not have then makes the time another one.",
        fix: "Write the offset that the zone had then; the problem names it. Or leave it out, where \
              the time is plain without it.",
        "\
~~~ data/incidents/2026-Q3.yaml
-    began: 2026-08-18 09:02
+    began: 2026-08-18 09:02+05:00
";

    IMPOSSIBLE_TIMES = "impossible-times",
        "An incident begins, is known, is restored: times that run backwards, or lie in the \
         future of the record, are slips, and every duration made of them would be wrong.",
        fix: "Correct the time that is wrong; the problem points at both.",
        "\
~~~ data/incidents/2026-Q3.yaml
-    detected: 2026-08-18 09:08
+    detected: 2026-08-18 08:08
";

    WRONG_QUARTER = "wrong-quarter",
        "An incident is counted once, in the quarter in which it began, however long it lasts.",
        fix: "Move it to the record of that quarter, or correct its beginning.",
        "\
~~~ data/incidents/2026-Q3.yaml
-    began: 2026-08-18 09:02
+    began: 2026-06-18 09:02
";
}
