//! One part of an input to one Parquet file: what a worker does.
//!
//! Events lie in the file by the first word of their kind, each word in row groups of its own, so that a
//! view of deployments reads nothing of what probes said.

use super::checked::Checked;
use super::{FAULTS, parquet};
use crate::columns::{REPEATING, Rows, SCHEMA};
use crate::fault::Stop;
use boardpack::collect::{Input, Request};
use boardpack::events::{Block, Event, Fault, Format, KindName, Reader, Seen, Tally, contract};
use datafusion::arrow::array::{Array as _, RecordBatch, StringArray, StringBuilder};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Events of a batch.
const BATCH: usize = 8192;

/// Events that wait to be written until there are enough of every kind.
const WAITING: usize = 1 << 18;

/// Columns by which views choose what they read; the others' least and greatest help nobody.
const CHOOSING: [&str; 4] = ["kind", "seq", "ts", "deploy_id"];

/// A part of an input.
pub(super) struct Job {
    pub(super) input: usize,
    /// Its place among the parts of the input.
    pub(super) number: usize,
    pub(super) what: What,
}

/// What there is to read.
pub(super) enum What {
    /// Whole lines; of a CSV, with the columns of its head.
    Lines(Format, Block, Option<Arc<Vec<String>>>),
    /// A row group of a Parquet file, and the rows before it.
    Group(usize, u64),
}

/// What came of a part.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) input: usize,
    pub(super) number: usize,
    pub(super) tally: Tally,
    /// Events later than they may be.
    pub(super) future: Option<Seen>,
    pub(super) latest: Option<i64>,
    /// Events that were kept.
    pub(super) kept: u64,
    /// Bytes written.
    pub(super) written: u64,
    pub(super) stop: Option<Stop>,
}

/// What every part needs to know.
pub(super) struct Worker<'a> {
    inputs: &'a [Input],
    /// Services by every name that leads to one; empty where every name is one.
    names: BTreeMap<&'a str, &'a str>,
    any: bool,
    as_of: Option<i64>,
    folder: PathBuf,
}

/// A part that is being written.
pub(super) struct Writing<'w, 'a> {
    worker: &'w Worker<'a>,
    pub(super) part: Part,
    /// By the first word of the kind.
    rows: BTreeMap<&'static str, Waiting>,
    waiting: usize,
    writer: Option<ArrowWriter<File>>,
    faults: Vec<Stop>,
}

/// Events that are not yet written.
#[derive(Default)]
struct Waiting {
    rows: Rows,
    batches: Vec<RecordBatch>,
}

impl Waiting {
    fn full(&mut self) -> Result<(), Stop> {
        if self.rows.len() > 0 {
            let batch = self.rows.batch();
            self.batches
                .push(batch.map_err(|told| Stop::broken(&told.to_string()))?);
        }
        Ok(())
    }
}

/// The first word of a kind; nothing for one that the contract does not know.
fn word(kind: &KindName<'_>) -> &'static str {
    match kind {
        KindName::Known(at) => word_of(*at),
        KindName::Unknown(_) => "",
    }
}

/// The first word of a kind of the contract.
fn word_of(kind: usize) -> &'static str {
    let kind = contract::KINDS.get(kind).map_or("", |kind| kind.name);
    kind.split('_').next().unwrap_or_default()
}

/// A text, where there is a column of them.
fn text(column: Option<&StringArray>, at: usize) -> Option<&str> {
    let column = column.filter(|column| column.is_valid(at));
    column.map(|column| column.value(at))
}

impl<'a> Worker<'a> {
    pub(super) fn new(request: &'a Request, as_of: Option<i64>, folder: &Path) -> Self {
        Self {
            inputs: &request.inputs,
            names: request.names(),
            any: request.services.is_empty(),
            as_of,
            folder: folder.to_owned(),
        }
    }

    /// Reads a part and writes what is in it.
    pub(super) fn part(&self, job: Job) -> Part {
        let mut writing = Writing {
            worker: self,
            part: Part {
                input: job.input,
                number: job.number,
                ..Part::default()
            },
            rows: BTreeMap::new(),
            waiting: 0,
            writer: None,
            faults: Vec::new(),
        };
        let read = match job.what {
            What::Lines(format, block, head) => writing.lines(format, &block, head),
            What::Group(group, before) => match self.inputs.get(job.input) {
                Some(input) => parquet::group(input, group, before, &mut writing),
                None => Ok(()),
            },
        };
        let ended = read.and_then(|()| writing.end());
        let mut part = writing.part;
        let faults: Vec<_> = writing.faults.into_iter().flat_map(|stop| stop.0).collect();
        part.stop = if faults.is_empty() {
            ended.err()
        } else {
            Some(Stop(faults))
        };
        part
    }

    fn service<'e>(&self, event: &'e Event<'_>) -> Option<&'e str>
    where
        'a: 'e,
    {
        let told = event.text_at(contract::SERVICE);
        self.named(told.or_else(|| event.text_at(contract::REPO))?)
    }

    /// The service that a name leads to.
    fn named<'e>(&self, told: &'e str) -> Option<&'e str>
    where
        'a: 'e,
    {
        match self.names.get(told) {
            Some(service) => Some(service),
            None => self.any.then_some(told),
        }
    }

    /// The service of each row.
    fn services(&self, checked: &Checked) -> StringArray {
        let (told, repo) = (
            checked.text(contract::SERVICE),
            checked.text(contract::REPO),
        );
        let mut services = StringBuilder::new();
        for at in 0..checked.kinds.len() {
            let name = text(told, at).or_else(|| text(repo, at));
            services.append_option(name.and_then(|name| self.named(name)));
        }
        services.finish()
    }
}

impl Writing<'_, '_> {
    fn label(&self) -> &str {
        self.worker
            .inputs
            .get(self.part.input)
            .map_or("", |input| input.label.as_str())
    }

    fn lines(
        &mut self,
        format: Format,
        block: &Block,
        head: Option<Arc<Vec<String>>>,
    ) -> Result<(), Stop> {
        let head = head.map(|head| head.to_vec());
        let mut reader = Reader::part(&block.bytes[..], format, block.line, head);
        while let Some(next) = reader
            .next_event()
            .map_err(|told| Stop::system("cannot read events", &told))?
        {
            match next {
                Ok(event) => self.event(&event)?,
                Err(fault) => self.fault(&fault)?,
            }
        }
        Ok(())
    }

    /// Takes note of what is wrong; fails once there is enough of it.
    pub(super) fn fault(&mut self, fault: &Fault) -> Result<(), Stop> {
        self.faults.push(Stop::event(self.label(), fault));
        if self.faults.len() >= FAULTS {
            Err(Stop(Vec::new()))
        } else {
            Ok(())
        }
    }

    /// Adds an event.
    pub(super) fn event(&mut self, event: &Event<'_>) -> Result<(), Stop> {
        self.part.tally.count(event);
        if self.worker.as_of.is_some_and(|as_of| event.ts > as_of) {
            let seen = self.part.future.get_or_insert(Seen {
                count: 0,
                line: event.line,
            });
            seen.count += 1;
            return Ok(());
        }
        if !self.faults.is_empty() {
            return Ok(());
        }
        self.part.kept += 1;
        self.part.latest = self.part.latest.max(Some(event.ts));
        let service = self.worker.service(event);
        let input = (
            self.part.input,
            self.worker
                .inputs
                .get(self.part.input)
                .map_or("", |input| input.label.as_str()),
        );
        let waiting = self.rows.entry(word(&event.kind)).or_default();
        waiting.rows.push(event, input, service);
        self.waiting += 1;
        if waiting.rows.len() >= BATCH {
            waiting.full()?;
        }
        if self.waiting >= WAITING {
            self.flush()?;
        }
        Ok(())
    }

    /// Whether events may be added by columns: once there is a fault, only the faults behind it count.
    pub(super) fn takes_columns(&self) -> bool {
        self.faults.is_empty()
    }

    /// Adds events whose columns were held to the contract; `row` is the first one, from 1.
    pub(super) fn columns(&mut self, checked: &Checked, row: u64) -> Result<(), Stop> {
        let times = checked.ts.values();
        let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else {
            return Ok(());
        };
        self.part.tally.add(times.len() as u64, (*first, *last));
        for (name, seen) in &checked.unknown {
            self.part.tally.field(name, *seen);
        }
        let mut words: BTreeMap<&'static str, Vec<u32>> = BTreeMap::new();
        for (at, (time, kind)) in times.iter().zip(&checked.kinds).enumerate() {
            let line = row + at as u64;
            let seen = Seen { count: 1, line };
            if kind.is_none() {
                self.part.tally.kind(checked.kind.value(at), seen);
            }
            if self.worker.as_of.is_some_and(|as_of| *time > as_of) {
                let future = Seen { count: 0, line };
                self.part.future.get_or_insert(future).count += 1;
                continue;
            }
            self.part.latest = self.part.latest.max(Some(*time));
            let rows = words.entry(kind.map_or("", word_of)).or_default();
            rows.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let services = self.worker.services(checked);
        for (word, rows) in words {
            let label = self.label().to_owned();
            let batch = checked.rows(&rows, row, (self.part.input, &label), &services);
            let batch = batch.map_err(|told| Stop::broken(&told.to_string()))?;
            let waiting = self.rows.entry(word).or_default();
            waiting.full()?;
            waiting.batches.push(batch);
            self.waiting += rows.len();
            self.part.kept += rows.len() as u64;
        }
        if self.waiting >= WAITING {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what waits, each word of kinds into a row group of its own.
    fn flush(&mut self) -> Result<(), Stop> {
        self.waiting = 0;
        for waiting in self.rows.values_mut() {
            waiting.full()?;
            if waiting.batches.is_empty() {
                continue;
            }
            let writer = match &mut self.writer {
                Some(writer) => writer,
                none => {
                    let name = format!("{:06}-{:08}.parquet", self.part.input, self.part.number);
                    none.insert(create(&self.worker.folder.join(name))?)
                }
            };
            for batch in waiting.batches.drain(..) {
                writer.write(&batch).map_err(|told| written(&told.into()))?;
            }
            writer.flush().map_err(|told| written(&told.into()))?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.flush()?;
        if let Some(mut writer) = self.writer.take() {
            writer.finish().map_err(|told| written(&told.into()))?;
            self.part.written = writer.bytes_written() as u64;
        }
        Ok(())
    }
}

fn written(told: &datafusion::common::DataFusionError) -> Stop {
    Stop::query("events", "", told)
}

/// A new Parquet file of events in the temporary folder.
#[expect(
    clippy::disallowed_methods,
    reason = "a file of the engine's own temporary folder"
)]
pub(super) fn create(path: &Path) -> Result<ArrowWriter<File>, Stop> {
    let file = File::create(path)
        .map_err(|told| Stop::system("cannot write to the temporary folder", &told))?;
    let mut how = WriterProperties::builder()
        // Written once and read a dozen times: packing takes longer than it saves.
        .set_compression(Compression::UNCOMPRESSED)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false);
    for name in CHOOSING {
        how = how.set_column_statistics_enabled(name.into(), EnabledStatistics::Chunk);
    }
    for name in REPEATING {
        how = how.set_column_dictionary_enabled(name.into(), true);
    }
    ArrowWriter::try_new(file, Arc::clone(&SCHEMA), Some(how.build()))
        .map_err(|told| written(&told.into()))
}

/// A file without events, so that there always is one.
pub(crate) fn empty(folder: &Path) -> Result<(), Stop> {
    let writer = create(&folder.join("empty.parquet"))?;
    writer
        .close()
        .map(|_| ())
        .map_err(|told| written(&told.into()))
}
