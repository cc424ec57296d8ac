//! A good pack and a small change to it, for tests and for `explain`: the same pack gone wrong.

use super::tree::Tree;
use crate::model::{sealed, seals};

/// For examples: how the figures of a snapshot were counted, as `collect` writes it. What stands at the
/// beginning of its observations follows, as a change.
macro_rules! collected_snapshot {
    (sha256: $sha256:literal, $then:expr) => {
        concat!(
            "~~~ data/snapshots/2026-Q3.yaml
-observations:
+collected:
+  as_of: 2026-09-30T21:14:09Z
+  engine: datafusion 55.2.0
+  views: 9f2c1ab03d44
+  horizon_hours: 72
+  environments: [production]
+  inputs:
+    data/events/2026-Q3.jsonl: {sha256: ",
            $sha256,
            ", events: 412}
+observations:
",
            $then
        )
    };
}

/// For examples: a metric with a query, and its figures as a query collected them.
macro_rules! collected_by_query {
    (query: $query:literal, figures: $figures:literal) => {
        concat!(
            "
~~~ content/metrics/change-failure-rate.md
-**Who counts it?** Platform Analytics, from the event log.
+**Who counts it?** Platform Analytics, from the event log.
+
+## Query
+
+```sql
+select service, numerator, denominator from failures
+```
",
            $crate::load::collected_snapshot!(
                sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "-  change-failure-rate:
+  change-failure-rate:
"
            ),
            "+    collected: {query: ",
            $query,
            ", rows: 5, figures: ",
            $figures,
            "}
"
        )
    };
}

pub(crate) use {collected_by_query, collected_snapshot};

/// The smallest whole pack, which breaks no rule. Examples of rules are laid over it.
pub fn base_pack() -> Tree {
    Tree::unpack(include_str!("base.txt"))
}

/// Lays an example over a pack. `=== path` begins a whole file, and one without any line takes the
/// file away. `~~~ path` begins a change to the file that is there: lines that begin with `-` give
/// way to the lines with `+` that follow them.
///
/// The lock of a published quarter written without a seal gets the one that `publish` would give it.
///
/// # Errors
/// A change to a file that is not there, or to lines that it does not hold exactly once.
pub fn example(base: &Tree, over: &str) -> Result<Tree, String> {
    let mut tree = base.clone();
    let mut part: Option<(&str, bool, Vec<&str>)> = None;
    for line in over.split_inclusive('\n') {
        let begun = line.strip_prefix("=== ").map(|path| (path, false));
        let begun = begun.or_else(|| line.strip_prefix("~~~ ").map(|path| (path, true)));
        if let Some((path, change)) = begun {
            if let Some(done) = part.replace((path.trim(), change, Vec::new())) {
                lay(&mut tree, done)?;
            }
        } else if let Some((.., lines)) = &mut part {
            lines.push(line);
        }
    }
    if let Some(done) = part {
        lay(&mut tree, done)?;
    }
    Ok(tree)
}

fn lay(tree: &mut Tree, (path, change, lines): (&str, bool, Vec<&str>)) -> Result<(), String> {
    if !change {
        if lines.is_empty() {
            tree.files.remove(path);
        } else {
            let mut text = lines.concat();
            if path.starts_with("data/published/") && seals(&text).1.is_none() {
                text = sealed(&format!("{}\n", text.trim_end()));
            }
            tree.files.insert(path.to_owned(), text.into_bytes());
        }
        return Ok(());
    }
    let file = tree
        .files
        .get_mut(path)
        .ok_or_else(|| format!("no file {path}"))?;
    let mut text = String::from_utf8_lossy(file).into_owned();
    let mut lines = lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    while lines.peek().is_some() {
        let (mut old, mut new) = (String::new(), String::new());
        while let Some(line) = lines.next_if(|line| line.starts_with('-')) {
            old.push_str(&line[1..]);
        }
        while let Some(line) = lines.next_if(|line| line.starts_with('+')) {
            new.push_str(&line[1..]);
        }
        if old.is_empty() {
            return Err(format!("a change of {path} names no line to change"));
        }
        let at: Vec<usize> = text
            .match_indices(&old)
            .map(|(at, _)| at)
            .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
            .collect();
        let [at] = at[..] else {
            return Err(format!("{path} holds {} times: {old}", at.len()));
        };
        text.replace_range(at..at + old.len(), &new);
    }
    *file = text.into_bytes();
    Ok(())
}
