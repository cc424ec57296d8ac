//! How long a clean build of the medium workload takes, whole and by stage, and how cost grows with
//! the number of services and of published quarters. Run with `cargo bench`.
//!
//! Seconds of processor for one build, on a busy machine of four cores (x86-64, 2026-11), each
//! published quarter with records of its own day: judging every quarter anew for each, then judging
//! once what they know alike.
//!
//! | quarters | anew: judging | anew: build | once: judging | once: build |
//! |---|---|---|---|---|
//! | 12 | 0.84 | 3.6 | 0.10 | 2.1 |
//! | 24 | | 11.8 | 0.36 | 4.8 |

#![expect(
    clippy::print_stderr,
    reason = "a benchmark tells the size of what it measures"
)]

mod records;
mod workload;

use boardpack::{analyse, bind, check, load, pipeline, render, words};
use criterion::{BenchmarkId, Criterion, criterion_group};
use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use workload::{MEDIUM, Size, tree};

fn stages(c: &mut Criterion) {
    let files = tree(&MEDIUM);
    let loaded = load::parse(&files);
    let pack = loaded.pack.as_ref().expect("the workload is a valid pack");
    let analysis = analyse::analyse(pack);
    let built = pipeline::build(&files);
    for problem in built
        .diagnostics
        .iter()
        .filter(|problem| problem.is_error())
    {
        eprintln!("{}: {}", problem.code, problem.message);
    }
    let site = built.site.expect("the workload builds");
    let bytes: usize = site.files.values().map(Vec::len).sum();
    eprintln!(
        "medium workload: {} input files, {} output files, {bytes} bytes",
        files.files.len(),
        site.files.len()
    );

    let words = words::by_quarter(pack, &analysis);
    let (answers, _) = bind::bind(pack, &analysis, &words);
    let mut group = c.benchmark_group("medium");
    group.sample_size(10);
    group.bench_function("load", |b| b.iter(|| load::parse(black_box(&files))));
    group.bench_function("analyse", |b| b.iter(|| analyse::analyse(black_box(pack))));
    group.bench_function("check", |b| {
        b.iter(|| {
            check::check(
                pack,
                black_box(&analysis),
                &words,
                &answers,
                &loaded.sources,
                check::Reads::Everything,
            )
        })
    });
    group.bench_function("render", |b| {
        b.iter(|| {
            render::render(
                pack,
                black_box(&analysis),
                &words,
                &answers,
                &render::Edition {
                    marks: render::marks(pack, &loaded.sources),
                    audience: boardpack::model::Audience::Internal,
                    marked: BTreeSet::new(),
                    silenced: std::collections::BTreeMap::new(),
                    edits: std::collections::BTreeMap::new(),
                    forms: render::Forms::default(),
                },
                &loaded.templates,
                &loaded.sources,
            )
        });
    });
    group.bench_function("build", |b| b.iter(|| pipeline::build(black_box(&files))));
    group.finish();
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("services");
    group.sample_size(10);
    for services in [5, 10, 20, 40] {
        let files = tree(&Size {
            services,
            published: false,
            ..MEDIUM
        });
        group.bench_with_input(BenchmarkId::from_parameter(services), &files, |b, files| {
            b.iter(|| pipeline::build(black_box(files)));
        });
    }
    group.finish();
}

/// How cost grows with quarters, each of them published and with its own state of knowledge: of a
/// fifth of the workload, and of the whole at twice its quarters.
fn quarters(c: &mut Criterion) {
    let fifth = |quarters| Size {
        quarters,
        services: 4,
        metrics: 16,
        stories: 3,
        ..MEDIUM
    };
    let mut group = c.benchmark_group("quarters");
    group.sample_size(10);
    for size in [fifth(6), fifth(12), fifth(24), fifth(48)] {
        let id = BenchmarkId::new("small", size.quarters);
        let files = tree(&size);
        group.bench_with_input(id, &files, |b, files| {
            b.iter(|| pipeline::build(black_box(files)));
        });
    }
    let long = Size {
        quarters: 24,
        ..MEDIUM
    };
    let files = tree(&long);
    group.bench_with_input(BenchmarkId::new("medium", 24), &files, |b, files| {
        b.iter(|| pipeline::build(black_box(files)));
    });
    group.finish();
}

criterion_group!(benches, stages, growth, quarters);

/// Measures; or, where `MEDIUM_TO` names a folder, writes the workload there.
#[expect(
    clippy::disallowed_methods,
    reason = "a pack in a folder is what other programs are measured on"
)]
fn main() {
    let Some(folder) = std::env::var_os("MEDIUM_TO") else {
        benches();
        Criterion::default().configure_from_args().final_summary();
        return;
    };
    for (path, bytes) in tree(&MEDIUM).files {
        let path = Path::new(&folder).join(path);
        let parent = path.parent().expect("it lies in the folder");
        fs::create_dir_all(parent).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }
}
