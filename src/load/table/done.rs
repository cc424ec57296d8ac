//! Marks of metrics that a table has filled: a snapshot that `new` began says behind a metric's name what is
//! still to be written, and where nothing is, the mark goes.

use super::There;
use crate::load::yaml::{Node, NodeKind};
use crate::model::{is_waiting, placeholders};
use std::collections::BTreeSet;

/// The text of a snapshot without the marks of these metrics, where every figure of theirs is filed and no
/// list of weeks is without any.
pub(in crate::load) fn without_marks(
    text: &str,
    root: &Node<'_>,
    metrics: &BTreeSet<&str>,
) -> String {
    let there = There { root };
    let Some(NodeKind::Map(entries)) = root.under("observations").map(|node| &node.kind) else {
        return text.to_owned();
    };
    let mut cuts = Vec::new();
    for (key, _) in entries {
        if !metrics.contains(&*key.value) || !there.metric(&key.value).is_some_and(is_filed) {
            continue;
        }
        let from = key.span.end as usize;
        let line = text.get(from..).and_then(|rest| rest.lines().next());
        let line = line.unwrap_or("");
        let comment = line.find(" #").filter(|at| line[..*at].trim() == ":");
        if let Some(at) = comment.filter(|at| placeholders(&line[*at..]).next().is_some()) {
            let begin = from + line[..at].trim_end().len();
            cuts.push(begin..from + line.len());
        }
    }
    let mut out = text.to_owned();
    for cut in cuts.into_iter().rev() {
        out.replace_range(cut, "");
    }
    out
}

/// Whether nothing of a metric's entry waits to be written.
fn is_filed(entry: &Node<'_>) -> bool {
    let NodeKind::Map(keys) = &entry.kind else {
        return false;
    };
    keys.iter().all(|(key, node)| match &*key.value {
        "all" => scope_is_filed(node),
        "services" => match &node.kind {
            NodeKind::Map(services) => services.iter().all(|(_, scope)| scope_is_filed(scope)),
            _ => false,
        },
        "missing" => false,
        _ => true,
    })
}

fn scope_is_filed(scope: &Node<'_>) -> bool {
    let waits = scope.under("missing").and_then(Node::scalar);
    let waits = waits.is_some_and(is_waiting);
    let weeks = scope.under("weeks").map(|weeks| &weeks.kind);
    let none = match weeks {
        Some(NodeKind::Map(weeks)) => {
            !weeks.is_empty()
                && weeks
                    .iter()
                    .all(|(_, week)| matches!(week.kind, NodeKind::Null))
        }
        _ => false,
    };
    !waits && !none
}
