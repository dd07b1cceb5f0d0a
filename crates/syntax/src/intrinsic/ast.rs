//! The tree of a call.

use std::borrow::Cow;

use crate::Span;
use crate::jsonpath::Path;

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call<'t> {
    /// With `States.`, as written.
    pub name: &'t str,
    /// Of the name.
    pub name_span: Span,
    /// In order.
    pub args: Vec<Arg<'t>>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// An argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg<'t> {
    /// What it is.
    pub kind: ArgKind<'t>,
    /// With quotes.
    pub span: Span,
}

/// The kinds of argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgKind<'t> {
    /// `'text'`.
    String(Text<'t>),
    /// As written; always readable as an `f64`.
    Number(&'t str),
    /// `true`, `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `$.a`, `$$.a`, `$name`.
    Path(Path<'t>),
    /// A call in a call.
    Call(Call<'t>),
    /// Could not be read; there is an error for it.
    Invalid,
}

/// A string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'t> {
    /// Escapes decoded.
    pub value: Cow<'t, str>,
    /// Between the quotes, as written.
    pub raw: &'t str,
    /// Of `raw`.
    pub span: Span,
}

/// The braces of a template of `States.Format`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Braces {
    /// Of every `{}`.
    pub places: Vec<Span>,
    /// The first brace that is no part of a `{}`.
    pub stray: Option<Brace>,
}

/// A brace without its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brace {
    /// Of the brace.
    pub span: Span,
    /// `{`, not `}`.
    pub opening: bool,
}

impl Text<'_> {
    /// Reads the text as a template of `States.Format`; `\{` and `\}` are plain characters there.
    #[must_use]
    pub fn braces(&self) -> Braces {
        let bytes = self.raw.as_bytes();
        let mut braces = Braces::default();
        let mut at = 0;
        while let Some(&b) = bytes.get(at) {
            let start = self.span.start + at as u32;
            match b {
                b'\\' => at += 1,
                b'{' if bytes.get(at + 1) == Some(&b'}') => {
                    braces.places.push(Span::new(start, start + 2));
                    at += 1;
                }
                b'{' | b'}' if braces.stray.is_none() => {
                    braces.stray = Some(Brace { span: Span::new(start, start + 1), opening: b == b'{' });
                }
                _ => {}
            }
            at += 1;
        }
        braces
    }
}

impl<'t> Call<'t> {
    /// How many calls this is, with those inside. AWS documents a limit of 10 in one field.
    #[must_use]
    pub fn count(&self) -> usize {
        let mut count = 0;
        self.walk(&mut |_| count += 1);
        count
    }

    /// Calls `visit` with this call and every call inside it, in the order of the text.
    pub fn walk(&self, visit: &mut impl FnMut(&Call<'t>)) {
        // Through a trait object, so that the recursion does not instantiate itself.
        self.walk_dyn(visit);
    }

    fn walk_dyn(&self, visit: &mut dyn FnMut(&Call<'t>)) {
        visit(self);
        for arg in &self.args {
            if let ArgKind::Call(call) = &arg.kind {
                call.walk_dyn(visit);
            }
        }
    }

    /// Calls `visit` with every path among the arguments, also of the calls inside, and with the paths in their
    /// filters.
    pub fn walk_paths(&self, visit: &mut impl FnMut(&Path<'t>)) {
        self.walk_dyn(&mut |call| {
            for arg in &call.args {
                if let ArgKind::Path(path) = &arg.kind {
                    path.walk(visit);
                }
            }
        });
    }
}
