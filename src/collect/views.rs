//! The views over events: their texts in the order in which they are made, and what their heads tell
//! of them. Whoever changes one changes what every collected figure means.

/// A view: one `select` over `events`, a few tables of parameters and the views before it.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Name of the view.
    pub name: &'static str,
    /// Its text, documentation first.
    pub sql: &'static str,
    /// Made for other views alone; queries of metrics do not need it.
    pub internal: bool,
}

/// A column, as the head of its view documents it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// `text`, `bigint`, `double`, `boolean` or `timestamp`.
    pub kind: String,
    /// What it means, and when it is null.
    pub meaning: String,
}

const KINDS: &[&str] = &["text", "bigint", "double", "boolean", "timestamp"];

/// What is done with an event that is not as it should be.
const TREATMENTS: &[&str] = &["repaired", "dropped", "inferred", "kept"];

macro_rules! view {
    ($name:literal, $internal:literal) => {
        View {
            name: $name,
            sql: include_str!(concat!("views/", $name, ".sql")),
            internal: $internal,
        }
    };
}

/// Every view; each may name those before it.
pub const VIEWS: &[View] = &[
    view!("deliveries", true),
    view!("releases", true),
    view!("tickets", true),
    view!("blames", true),
    view!("incidents", false),
    view!("deployments", false),
    view!("shipments", true),
    view!("changes", false),
    view!("pull_requests", false),
    view!("builds", false),
    view!("probes", false),
    view!("work_items", false),
    view!("quality", false),
];

impl View {
    /// The head: its lines without their marks.
    fn head(&self) -> impl Iterator<Item = &'static str> {
        let lines = self.sql.lines().map_while(|line| line.strip_prefix("--"));
        lines.map(str::trim_end)
    }

    /// What a row is, and what the view leaves out.
    pub fn about(&self) -> String {
        let lines: Vec<&str> = self.head().take_while(|line| !line.is_empty()).collect();
        let text = lines.iter().map(|line| line.trim());
        let text = text.collect::<Vec<&str>>().join(" ");
        let begin = format!("{}: ", self.name);
        text.strip_prefix(&begin).unwrap_or(&text).to_owned()
    }

    /// Its columns in their order.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for line in self.head().skip_while(|line| !line.is_empty()) {
            // More of a column's meaning stands further in than any name.
            if let Some(more) = line.strip_prefix("            ") {
                if let Some(column) = columns.last_mut() {
                    column.meaning.push(' ');
                    column.meaning.push_str(more.trim());
                }
                continue;
            }
            let mut words = line.trim().splitn(2, ' ');
            let (Some(name), Some(rest)) = (words.next(), words.next()) else {
                continue;
            };
            let mut words = rest.trim_start().splitn(2, ' ');
            let (Some(kind), Some(meaning)) = (words.next(), words.next()) else {
                continue;
            };
            if KINDS.contains(&kind) {
                columns.push(Column {
                    name: name.to_owned(),
                    kind: kind.to_owned(),
                    meaning: meaning.trim().to_owned(),
                });
            }
        }
        columns
    }

    /// What the view `quality` counts: treatment, sort and meaning, in the order of its head; nothing
    /// for the other views.
    pub fn sorts(&self) -> Vec<[String; 3]> {
        let line = |line: &str| {
            let mut words = line.trim().splitn(2, ' ');
            let treatment = words.next().filter(|word| TREATMENTS.contains(word))?;
            let mut words = words.next()?.trim_start().splitn(2, ' ');
            let (sort, meaning) = (words.next()?, words.next()?.trim());
            Some([treatment, sort, meaning].map(str::to_owned))
        };
        self.head().filter_map(line).collect()
    }
}
