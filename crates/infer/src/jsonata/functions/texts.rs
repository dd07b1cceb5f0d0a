//! Functions that look for a pattern in a string.

use super::super::call::Site;
use super::super::fold;
use super::super::function::{Function, Functions};
use super::super::marks::{Mark, Marks};
use super::super::val::{Inner, Val};
use super::super::walk::Walker;
use super::{arg, given, unproven};
use crate::{Certainty, FaultKind};
use asl_types::{Array, Kinds, Object, Type};

impl Walker {
    pub(super) fn text_function(&mut self, name: &str, args: &[Val], site: &Site) -> Val {
        let (text, pattern) = (arg(args, 0), arg(args, 1));
        // A limit is looked at before the pattern.
        let limits = args.iter().skip(2).any(|arg| arg.ty.kinds().meets(Kinds::NUMBER) || arg.ty.is_unknown());
        if limits && text.has_value() {
            self.may_fail(site, "fails for a negative limit");
        }
        if text.is_absent() || pattern.is_absent() {
            return given(Val::never(), &[&text, &pattern]);
        }
        if let Some(result) = self.folded_text(name, args, site) {
            return result;
        }
        if pattern.functions.is_some() {
            self.search(&pattern.functions, site);
        }
        let found = match name {
            "contains" => Type::boolean().into(),
            "split" => Self::split(args),
            "replace" => self.replace(args, site),
            _ => matches(),
        };
        given(found, &[&text, &pattern])
    }

    fn folded_text(&mut self, name: &str, args: &[Val], site: &Site) -> Option<Val> {
        if name == "match" || args.iter().any(|arg| arg.functions.is_some() || arg.has_value() && arg.may_be_absent()) {
            return None;
        }
        let folded = fold::call(name, args)?;
        if let Some(error) = folded.error {
            let certainty = if folded.always { Certainty::Certain } else { Certainty::Possible };
            self.fault(certainty, site.span, FaultKind::Other(error));
        }
        Some(folded.ty.into())
    }

    /// What can go wrong in a search with a regular expression, or a function that stands in for one.
    fn search(&mut self, matchers: &Functions, site: &Site) {
        let foreign = matchers.are_open() || matchers.known().iter().any(|it| !matches!(&**it, Function::Matcher(_)));
        if foreign {
            let text = Type::string().into();
            self.many(false, |this| this.apply(matchers, std::slice::from_ref(&text), &Val::absent(), &site.within()));
            self.lost(site.span);
        } else {
            self.may_fail(site, "fails where the pattern matches nothing at all");
        }
    }

    fn split(args: &[Val]) -> Val {
        let separators = arg(args, 1);
        let limited = arg(args, 2).has_value();
        let few = separators.ty.sets().strings.few().unwrap_or_default().to_vec();
        let literal = !few.is_empty() && separators.functions.is_none() && few.iter().all(|it| !it.is_empty());
        let known = if literal && !limited { vec![Type::string()] } else { Vec::new() };
        Type::array(Array::new(known, Type::string())).into()
    }

    fn replace(&mut self, args: &[Val], site: &Site) -> Val {
        let parts = arg(args, 1).ty.sets().strings.clone();
        if parts.few().is_none_or(|few| few.iter().any(|part| part.is_empty())) {
            self.may_fail(site, "fails for an empty pattern");
        }
        let replacement = arg(args, 2);
        if replacement.functions.is_some() {
            let found = matches().inside(one_match()).present();
            let found = Val { inner: Inner { marks: Marks::ANY, odd: true }, ..found };
            self.many(false, |this| {
                this.apply(&replacement.functions, std::slice::from_ref(&found), &Val::absent(), &site.within())
            });
            self.may_fail(site, "fails where the replacement is no string");
        }
        Type::string().into()
    }
}

fn one_match() -> Type {
    let groups = Type::array(Array::of(Type::string().join(&Type::null())));
    let fields = [
        ("match", Type::string()),
        ("index", Type::number().with_absence(asl_types::Absence::Unproven)),
        ("start", Type::number().with_absence(asl_types::Absence::Unproven)),
        ("end", Type::number().with_absence(asl_types::Absence::Unproven)),
        ("groups", groups),
    ];
    Type::object(Object::closed(fields.into_iter().map(|(name, of)| (name.into(), of))))
}

/// `$match(text, pattern, limit)`
fn matches() -> Val {
    let groups = Type::array(Array::of(Type::string().join(&Type::null())));
    let found = Type::object_of([("match", Type::string()), ("index", Type::number()), ("groups", groups)]);
    let inner = Inner { marks: Marks::PLAIN, odd: true };
    unproven(Val::array(Array::of(found), Mark::RAW, inner))
}
