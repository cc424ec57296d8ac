//! What browsers are shown: the pages of the last good pack, and what is wrong with the present one; and what
//! they are given to be shown soon, once it is known to be right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long an answer waits for a page that is being made.
const PATIENCE: Duration = Duration::from_secs(20);

/// The style sheet of every page.
const SHEET: &str = "style.css";

/// Bytes of a file by its path in the site.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
struct State {
    /// The last good site, whole.
    site: Arc<Files>,
    /// Pages that were made first; the rest is on its way.
    first: Option<Files>,
    /// What is wrong now, as the script reads it: a list in JSON.
    wrong: Option<Arc<str>>,
    /// Counted up with every change of the above.
    version: u64,
    /// Pages that are looked at, made before anybody knows whether they are right.
    ahead: Files,
    /// Counted up with every change of those.
    ahead_version: u64,
    /// Whether anything was built yet, good or not.
    begun: bool,
    /// Pages that browsers look at, and how many do.
    looked_at: BTreeMap<String, usize>,
}

impl State {
    /// Pages that were good stay the last good ones, also where the rest never came.
    fn keep_first(&mut self) {
        if let Some(pages) = self.first.take() {
            Arc::make_mut(&mut self.site).extend(pages);
        }
    }
}

/// Shared by all connections.
#[derive(Default)]
pub(super) struct Shown {
    state: Mutex<State>,
    changed: Condvar,
}

/// What a browser is told.
pub(super) enum News {
    /// What is shown, and what is wrong.
    Now {
        wrong: Option<Arc<str>>,
        /// The browser's page as it is now, unless it is being made.
        page: Option<Vec<u8>>,
        /// The style sheet that pages have now.
        sheet: Option<Vec<u8>>,
    },
    /// The browser's page as it may soon be, to be kept until it is known to be right.
    Ahead(Vec<u8>),
}

/// What a browser was told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    now: Option<u64>,
    ahead: u64,
}

impl Shown {
    fn state(&self) -> MutexGuard<'_, State> {
        // What is behind the lock is whole between any two statements.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        // It is shown by now, or never will be.
        state.ahead = Files::new();
        state.version += 1;
        state.begun = true;
        drop(state);
        self.changed.notify_all();
    }

    /// Lets browsers have pages before anybody knows whether they are right. Nothing is shown of them.
    pub(super) fn ahead(&self, pages: &Files) {
        let pages = pages.clone();
        let mut state = self.state();
        state.ahead = pages;
        state.ahead_version += 1;
        drop(state);
        self.changed.notify_all();
    }

    /// Shows some pages of a good pack before the others are made. Gives how many there are in all.
    pub(super) fn first(&self, pages: Files) -> usize {
        let all = self.state().site.len();
        self.change(|state| {
            state.keep_first();
            state.first = Some(pages);
            state.wrong = None;
        });
        all
    }

    /// Shows a whole site.
    pub(super) fn site(&self, files: Files) {
        self.change(|state| {
            state.site = Arc::new(files);
            state.first = None;
            state.wrong = None;
        });
    }

    /// Keeps the last good site, and says what is wrong.
    pub(super) fn wrong(&self, problems: String) {
        if self.state().wrong.as_deref() == Some(&problems) {
            return;
        }
        self.change(|state| {
            state.keep_first();
            state.wrong = Some(problems.into());
        });
    }

    /// The file at a path; waits while it is being made.
    pub(super) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let busy = |state: &mut State| {
            let made = |first: &Files| first.contains_key(path);
            !state.begun || state.first.as_ref().is_some_and(|first| !made(first))
        };
        let waited = self
            .changed
            .wait_timeout_while(self.state(), PATIENCE, busy);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let first = state.first.as_ref().and_then(|first| first.get(path));
        first.or_else(|| state.site.get(path)).cloned()
    }

    /// Whether there is any page.
    pub(super) fn is_empty(&self) -> bool {
        self.state().site.is_empty()
    }

    /// What a browser that looks at a page was not told yet, once there is anything; `None` if there is
    /// nothing for that long.
    pub(super) fn news(&self, path: &str, told: &mut Told, patience: Duration) -> Option<News> {
        let is_new = |state: &State| state.begun && Some(state.version) != told.now;
        let is_ahead = |state: &State| state.ahead_version != told.ahead;
        let nothing = |state: &mut State| !is_new(state) && !is_ahead(state);
        let waited = self
            .changed
            .wait_timeout_while(self.state(), patience, nothing);
        let (state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return None;
        }
        let (new, ahead) = (is_new(&state), is_ahead(&state));
        told.ahead = state.ahead_version;
        let first = |path: &str| state.first.as_ref().and_then(|first| first.get(path));
        let whole = |path: &str| state.site.get(path);
        if !new {
            let page = state.ahead.get(path).filter(|_| ahead)?;
            return Some(News::Ahead(page.clone()));
        }
        told.now = Some(state.version);
        let page = match &state.first {
            Some(first) => first.get(path),
            None => whole(path),
        };
        Some(News::Now {
            wrong: state.wrong.clone(),
            page: page.cloned(),
            sheet: first(SHEET).or_else(|| whole(SHEET)).cloned(),
        })
    }

    /// The pages that browsers look at.
    pub(super) fn looked_at(&self) -> BTreeSet<String> {
        self.state().looked_at.keys().cloned().collect()
    }

    /// Counts a browser that looks at a page, while what is given lives.
    pub(super) fn look(self: &Arc<Self>, path: &str) -> Look {
        let mut state = self.state();
        *state.looked_at.entry(path.to_owned()).or_default() += 1;
        Look {
            shown: Arc::clone(self),
            path: path.to_owned(),
        }
    }
}

/// A browser that looks at a page.
pub(super) struct Look {
    shown: Arc<Shown>,
    path: String,
}

impl Drop for Look {
    fn drop(&mut self) {
        let mut state = self.shown.state();
        if let Some(count) = state.looked_at.get_mut(&self.path) {
            *count -= 1;
            if *count == 0 {
                state.looked_at.remove(&self.path);
            }
        }
    }
}
