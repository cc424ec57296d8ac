//! What is wrong, how bad, and where. Knows no rule and no file format.

mod source;

pub mod emit;

pub use source::{FileId, Located, SourceFile, Sources, Span};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack can be built, but someone should look.
    Warning,
    /// The pack must not be built.
    Error,
}

/// A place in a file and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Said beside the caret; may be empty.
    pub text: String,
}

/// One problem, ready to be told in any format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule, as `explain` takes it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is: lower case, no full stop, the user's own words in backticks.
    pub message: String,
    /// Where to edit. `None` only for a problem that lies in no file, such as a missing file.
    pub primary: Option<Label>,
    /// Other places that explain why.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn at(
        code: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            primary: Some(Label {
                span,
                text: String::new(),
            }),
            ..Self::nowhere(code, severity, message)
        }
    }

    /// A problem that lies in no file.
    pub fn nowhere(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::at(code, Severity::Error, span, message)
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::at(code, Severity::Warning, span, message)
    }

    /// Says beside the caret why the place is wrong.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn see(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Whether this stops a build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts by file, place, code and message, so that every run tells the same story in the same
/// order, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    let key = |d: &Diagnostic| {
        (
            d.primary.as_ref().map(|l| l.span),
            d.code,
            d.message.clone(),
        )
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
}

/// A problem's name with its manual: what `explain` prints, and what the tests hold it to.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// Name, kebab-case, named after the problem.
    pub code: &'static str,
    /// Severity unless the pack's `rules` say otherwise.
    pub severity: Severity,
    /// Whether it is part of the promise that no sentence can contradict the data: a pack may
    /// soften or silence it only with a reason that its readers see.
    pub promise: bool,
    /// Why it is a problem, in a sentence or three.
    pub why: &'static str,
    /// What to do about it, in a sentence or three.
    pub fix: &'static str,
    /// The smallest change to a good pack that provokes exactly this code: files in one text,
    /// each begun by `=== path`, laid over the test base pack. Empty where a text cannot show it.
    pub bad: &'static str,
}

impl Topic {
    /// A problem of this kind at a place.
    pub fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(self.code, self.severity, span, message)
    }

    /// A problem of this kind that lies in no file.
    pub fn nowhere(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::nowhere(self.code, self.severity, message)
    }
}

/// Declares problems that no pack's text can show, each under its name, and `topics()` of all of them, so
/// that none can be forgotten.
macro_rules! topics {
    ($(#[$about:meta])+ $($severity:ident $name:ident = $code:literal, $why:literal, fix: $fix:literal;)+) => {
        $(
            pub(crate) const $name: &$crate::diag::Topic = &$crate::diag::Topic {
                code: $code,
                severity: $crate::diag::Severity::$severity,
                promise: false,
                why: $why,
                fix: $fix,
                bad: "",
            };
        )+

        $(#[$about])+
        pub fn topics() -> Vec<$crate::diag::Topic> {
            vec![$(*$name),+]
        }
    };
}

pub(crate) use topics;
