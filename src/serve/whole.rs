//! A tree to its whole site, on a thread of its own. Where its first pages are shown already, it gives
//! way to whatever somebody waits for: the browser that paints them, and the first pages of the next save.

use super::Call;
use crate::load::Tree;
use crate::model::{Audience, Origin};
use crate::pipeline::build_until;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// How long a site waits that is made whole after its first pages: browsers show these meanwhile, on the
/// same processors.
const FIRST_SHOWN: Duration = Duration::from_millis(80);

/// How much less a whole site weighs than what somebody waits for: a tenth, by nice(2).
#[cfg(target_os = "linux")]
const GIVES_WAY: i32 = 10;

/// What says where a tree comes from.
pub(super) type WhereFrom = dyn Fn(&Tree) -> Origin + Send + Sync;

/// A whole site in the making, on a thread of its own. Dropped, it is halted.
pub(super) struct Whole {
    pub(super) tree: Arc<Tree>,
    /// What browsers were given of it before.
    pub(super) seen: Seen,
    pub(super) number: u64,
    halt: Arc<AtomicBool>,
}

/// What was shown of a tree before its whole site was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Nothing,
    Pages,
    Problems,
}

impl Whole {
    pub(super) fn make(
        tree: Tree,
        origin: &Arc<WhereFrom>,
        audience: Audience,
        seen: Seen,
        calls: &Sender<Call>,
    ) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let whole = Self {
            tree: Arc::new(tree),
            seen,
            number: MADE.fetch_add(1, Ordering::Relaxed),
            halt: Arc::default(),
        };
        let (tree, origin) = (Arc::clone(&whole.tree), Arc::clone(origin));
        let (halt, number) = (Arc::clone(&whole.halt), whole.number);
        let calls = Alarm(calls.clone());
        thread::spawn(move || {
            if seen == Seen::Pages {
                give_way();
                thread::sleep(FIRST_SHOWN);
            }
            if halt.load(Ordering::Relaxed) {
                return;
            }
            // Asking where the files come from takes a while.
            let origin = origin(&tree);
            let made = build_until(&tree, &origin, audience, &halt);
            if let Some(build) = made {
                let _ = calls.0.send(Call::Made(number, Box::new((origin, build))));
            }
        });
        whole
    }
}

/// Lets every other thread of the machine go first, from here on: this one, and those that it starts.
/// Elsewhere than on Linux a thread has no such weight of its own.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(GIVES_WAY);
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.halt.store(true, Ordering::Relaxed);
    }
}

/// Ends the server if the thread that holds it falls over: nobody would wait in vain.
struct Alarm(Sender<Call>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Call::Stop);
        }
    }
}
