//! `boardpack collect`.

mod clones;
mod progress;
mod shown;
mod sources;

use super::Outcome;
use super::args::{AsOf, Collect, Format};
use super::new::refuse;
use super::publish::day;
use super::term::{Term, count, tally};
use super::unified;
use boardpack::collect::{self, Answers, EngineFault, Limits, Plan, Wanted};
use boardpack::diag::{self, Diagnostic, Sources, emit};
use boardpack::engine_process::{Engine, Hold};
use boardpack::load::{self, EventFile, Filled, Gathered, Tree};
use boardpack::model::{self, Pack};
use boardpack::scaffold::{self, Scaffold};
use boardpack::{pipeline, write};
use progress::Progress;
use sources::{Named, Objects};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Names another program that runs the queries.
const ENGINE: &str = "BOARDPACK_ENGINE";

pub(super) fn run(args: &Collect, term: &mut Term) -> Outcome {
    if args.engine.is_some() && term.is_offline() {
        let help = "leave out one of the two";
        return term.fail(
            "`--engine` is asked over the network, and `--offline` forbids it",
            Some(help),
        );
    }
    let tree = match Tree::read(&args.dir) {
        Ok(tree) => tree,
        Err(fault) => return term.fail(&fault, fault.help.as_deref()),
    };
    let asks = |metric: &model::Metric| {
        let query = metric.query.as_ref();
        query.is_some_and(|query| collect::asks_for_a_period(&query.value))
    };
    let begun = match scaffold::begin(&tree, args.period, &asks) {
        Ok(begun) => begun,
        Err(refusal) => return refuse(&refusal, term),
    };
    let (pack, sources) = match load::ground(&laid_over(&tree, &begun)) {
        Ok(ground) => ground,
        Err(refused) => {
            let why = refused.refused;
            return wrong(refused.diagnostics, &refused.sources, why, term);
        }
    };
    let clones = match clones::read(args, &pack, term) {
        Ok(clones) => clones,
        Err(outcome) => return outcome,
    };
    let mut named = Named::of(args, &pack, !clones.files.is_empty());
    if let Some(outcome) = named.refused_offline(term) {
        return outcome;
    }
    let mut problems = std::mem::take(&mut named.problems);
    let stop = interrupted();
    let temp = std::env::temp_dir();
    let hold = Hold {
        time: args.time_limit,
        stop: &stop,
        temp: &temp,
    };
    let mut answers = Answers::default();
    let mut objects = Objects::default();
    // Nothing is fetched for a pack that asks nothing.
    let asks = collect::plan(&pack, args.period, &[], &wanted(args, &pack)).is_ok();
    if named.has_objects() && asks && !problems.iter().any(Diagnostic::is_error) {
        objects = match named.fetch(&engine(), hold, &mut answers, term) {
            Ok(objects) => objects,
            Err(faults) => {
                let faults = unless_stopped(faults, &stop);
                problems.extend(named.told(&faults));
                let outcome = wrong(problems, &sources, None, term);
                return match faults.iter().any(collect::is_of_the_world) {
                    true => Outcome::WrongWorld,
                    false => outcome,
                };
            }
        };
    }
    let mut found = named.found;
    found.passed.append(&mut objects.passed);
    let read = clones.files.iter().chain(&objects.files);
    found.files.extend(read.cloned());
    found.files.sort_by(|one, two| one.label.cmp(&two.label));
    found.files.dedup_by(|one, two| one.label == two.label);
    let planned = collect::plan(&pack, args.period, &found.files, &wanted(args, &pack));
    let plan = match planned {
        Ok((plan, told)) => {
            problems.extend(told);
            Some(plan)
        }
        Err(told) => {
            problems.extend(told);
            None
        }
    };
    term.deny(&mut problems);
    let Some(plan) = plan.filter(|_| !problems.iter().any(Diagnostic::is_error)) else {
        return wrong(problems, &sources, None, term);
    };
    let faults = ask(&plan, hold, &mut answers, term);
    if !faults.is_empty() {
        if faults.iter().all(collect::is_of_a_query) {
            let lost = faults.iter().filter_map(|fault| fault.query.as_deref());
            answers.without(&lost.collect::<Vec<_>>());
            let others = collect::figures(&plan, &pack, &answers);
            problems.extend(others.err().unwrap_or_default());
        }
        return stopped(&faults, problems, &found.files, (&pack, sources), term);
    }
    let gathered = match collect::figures(&plan, &pack, &answers) {
        Ok(gathered) => gathered,
        Err(told) => {
            problems.extend(told);
            return wrong(problems, &sources, None, term);
        }
    };
    problems.extend(collect::ends_early(&plan, &pack, &gathered));
    let today = day(None).of(&pack);
    problems.extend(collect::lies_ahead(&plan, &pack, &gathered, today));
    term.deny(&mut problems);
    if problems.iter().any(Diagnostic::is_error) {
        return wrong(problems, &sources, None, term);
    }
    diag::sort(&mut problems);
    term.tell(&problems, &sources);
    drop(sources);
    if !found.passed.is_empty() && term.is_human() {
        let passed: Vec<_> = found
            .passed
            .iter()
            .take(5)
            .map(|name| emit::plain(name))
            .collect();
        let more = found.passed.len().saturating_sub(passed.len());
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        term.say(&format!(
            "passed over, by their names: {}{more}",
            passed.join(", ")
        ));
    }
    // Events were looked at today, however long ago the latest of them was.
    let taken = match plan.until {
        Some(until) => {
            let at_home = until.with_timezone(&pack.settings.calendar.zone);
            at_home.date_naive()
        }
        None => day(None).of(&pack),
    };
    let begun = dated(begun, args.period, taken);
    let next = laid_over(&tree, &begun);
    let mut filled = load::gather(&next, &gathered);
    if filled.diagnostics.iter().any(Diagnostic::is_error) {
        return wrong(filled.diagnostics, &filled.sources, filled.refused, term);
    }
    let restated = match restated(args, &pack, &next, &mut filled, term) {
        Ok(restated) => restated,
        Err(outcome) => return outcome,
    };
    let unfinished = (taken <= pack.settings.calendar.last_day(args.period)).then_some(taken);
    put(
        args,
        &tree,
        begun,
        (&filled, &gathered, unfinished),
        restated,
        term,
    )
}

/// The files of a pack with others among them.
fn laid_over(tree: &Tree, begun: &Scaffold) -> Tree {
    let mut next = tree.clone();
    for (path, text) in begun.made.iter().chain(&begun.extended) {
        next.files.insert(path.clone(), text.clone().into_bytes());
    }
    next
}

fn dated(mut begun: Scaffold, period: model::Period, day: chrono::NaiveDate) -> Scaffold {
    if let Some(text) = begun.made.get_mut(&format!("data/snapshots/{period}.yaml")) {
        *text = scaffold::taken_on(text, day);
    }
    begun
}

fn wanted(args: &Collect, pack: &Pack) -> Wanted {
    let calendar = &pack.settings.calendar;
    Wanted {
        as_of: args.as_of.map(|until| match until {
            AsOf::Day(day) => calendar.day_start(day),
            AsOf::At(instant) => instant,
        }),
        limits: Limits {
            memory_mb: args.memory_limit,
            ..Limits::default()
        },
        engine_url: args.engine.clone(),
    }
}

/// Tells what is wrong, and that nothing came of it.
fn wrong(mut told: Vec<Diagnostic>, sources: &Sources, why: Option<&str>, term: &Term) -> Outcome {
    diag::sort(&mut told);
    term.deny(&mut told);
    term.tell(&told, sources);
    if term.is_human() {
        let why = why.map_or(String::new(), |why| format!("{why}; "));
        term.err(&format!("{why}{}; nothing was written\n", tally(&told)));
    }
    Outcome::WrongInput
}

/// What Ctrl-C sets.
fn interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    // Where nobody can listen for it, Ctrl-C ends both programs at once.
    let _ = ctrlc::set_handler(move || told.store(true, Ordering::Relaxed));
    stop
}

/// What stopped a run: Ctrl-C reaches both programs, and which of them ends first does not matter.
fn unless_stopped(faults: Vec<EngineFault>, stop: &AtomicBool) -> Vec<EngineFault> {
    if !stop.load(Ordering::Relaxed) {
        return faults;
    }
    vec![EngineFault {
        code: collect::codes::TIME.to_owned(),
        message: "the run was stopped".to_owned(),
        help: "run it again".to_owned(),
        ..EngineFault::default()
    }]
}

/// Runs the queries, and says what stopped them.
fn ask(plan: &Plan, hold: Hold<'_>, answers: &mut Answers, term: &Term) -> Vec<EngineFault> {
    let progress = Progress::new(term);
    let ended = engine().run(&plan.request, hold, &mut |message| {
        progress.tell(&message);
        answers.hear(message);
    });
    progress.end();
    match ended {
        Ok(()) => Vec::new(),
        Err(faults) => unless_stopped(faults, hold.stop),
    }
}

fn engine() -> Engine {
    match std::env::var_os(ENGINE).filter(|named| !named.is_empty()) {
        Some(named) => Engine::at(Path::new(&named)),
        None => Engine::beside(std::env::current_exe().ok().as_deref()),
    }
}

/// Says what stopped the run.
fn stopped(
    faults: &[EngineFault],
    also: Vec<Diagnostic>,
    files: &[EventFile],
    (pack, mut sources): (&Pack, Sources),
    term: &Term,
) -> Outcome {
    let line_of = |label: &str, line: u64| {
        let file = files.iter().find(|file| file.label == label)?;
        let shown = collect::is_plain_text(label);
        shown.then(|| load::line_of(&file.path, line).ok().flatten())?
    };
    let mut told = collect::faults(faults, pack, &mut sources, &line_of);
    told.extend(also);
    let outcome = wrong(told, &sources, None, term);
    match faults.iter().any(collect::is_of_the_world) {
        true => Outcome::WrongWorld,
        false => outcome,
    }
}

/// What becomes of a published quarter: its restatements as they will be, with what stands there.
fn restated(
    args: &Collect,
    pack: &Pack,
    next: &Tree,
    filled: &mut Filled,
    term: &Term,
) -> Result<Option<pipeline::Written>, Outcome> {
    // Also where the snapshot stays as it is: it may be what an interrupted run left without its restatements.
    if !pack.published.contains_key(&args.period) {
        return Ok(None);
    }
    let mut after = next.clone();
    for (path, text) in &filled.texts {
        after.files.insert(path.clone(), text.clone().into_bytes());
    }
    let given = args.cause.map(Into::into).zip(args.why.as_deref());
    let made = pipeline::recollect(&after, args.period, given, day(args.on));
    if let Some(refusal) = &made.refusal {
        term.tell(&made.diagnostics, &made.sources);
        let refusal = scaffold::Refusal {
            message: refusal.message.clone(),
            help: refusal.help.clone(),
        };
        return Err(refuse(&refusal, term));
    }
    match made.file {
        Some(file) => Ok((file.entries > 0).then_some(file)),
        None => Err(wrong(made.diagnostics, &made.sources, None, term)),
    }
}

/// Shows what changes, and writes it: all or nothing.
fn put(
    args: &Collect,
    tree: &Tree,
    begun: Scaffold,
    (filled, gathered, unfinished): (&Filled, &Gathered, Option<chrono::NaiveDate>),
    restated: Option<pipeline::Written>,
    term: &Term,
) -> Outcome {
    let Scaffold { mut made, extended } = begun;
    let mut changed: BTreeMap<String, String> = extended;
    let restatement = restated
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()));
    for (path, text) in filled.texts.clone().into_iter().chain(restatement) {
        match tree.files.contains_key(&path) {
            true => changed.insert(path, text),
            false => made.insert(path, text),
        };
    }
    if term.format() != Format::Json && (term.is_loud() || args.dry_run) {
        term.out(&shown::table(filled));
    }
    if args.dry_run && term.format() != Format::Json {
        for (path, text) in made.iter().chain(&changed) {
            let before = tree.files.get(path).map(Vec::as_slice);
            term.paint(&unified::file(path, before, text));
        }
    }
    term.say(&shown::how(gathered, filled));
    if let Some(left_out) = shown::left_out(gathered) {
        term.say(&left_out);
    }
    if let Some(day) = unfinished {
        let period = args.period;
        term.say(&format!("{period} is not over on {day}: its figures are those so far, and no report is made of them"));
    }
    if args.dry_run {
        term.say("nothing was written");
        return Outcome::Fine;
    }
    if made.is_empty() && changed.is_empty() {
        term.say(&format!(
            "data/snapshots/{}.yaml stays as it is",
            args.period
        ));
        return Outcome::Fine;
    }
    let made = made
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()));
    let made: BTreeMap<String, Vec<u8>> = made.collect();
    let extended = changed.iter().map(|(path, text)| {
        let before = tree.files.get(path).cloned().unwrap_or_default();
        (path.clone(), (before, text.clone().into_bytes()))
    });
    // Restatements come before the snapshot, made or changed: were this killed between them, `check` would name
    // every figure that was restated and is not, and the same command would write the rest.
    match write::add(&made, &extended.collect(), &args.dir) {
        Ok(unpacked) if unpacked.in_the_way.is_empty() => {}
        Ok(unpacked) => {
            let paths: Vec<_> = unpacked
                .in_the_way
                .iter()
                .map(|path| emit::plain(path))
                .collect();
            let message = format!(
                "{} stands there by now; nothing was written",
                paths.join(", ")
            );
            return term.fail(message, Some("run the command again"));
        }
        Err(fault) => return term.fail(&fault, fault.help),
    }
    for path in made.keys().chain(changed.keys()) {
        term.say(&format!("wrote {}", emit::plain(path)));
    }
    if let Some(file) = restated {
        let entries = count(file.entries, "figure", "figures");
        let on = file.day.format("%-d %B %Y");
        term.say(&format!(
            "restated {entries} of {} on {on}: see the end of {}",
            args.period, file.path
        ));
    }
    let texts = made.values().map(|bytes| String::from_utf8_lossy(bytes));
    let marks: usize = texts.map(|text| model::placeholders(&text).count()).sum();
    if marks > 0 {
        let marks = count(marks, "placeholder", "placeholders");
        term.say(&format!(
            "{marks} to write there: `boardpack check` lists them"
        ));
    }
    Outcome::Fine
}
