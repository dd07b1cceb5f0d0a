//! `Map`: what it goes over, and what comes of it.

use super::facts::{Expression, Reads};
use super::flow::{At, Extra};
use super::machine::Memory;
use crate::context::Around;
use crate::{Certainty, Fault, FaultKind, Variables, errors};
use asl_expressions::Template;
use asl_semantics::plan::{Batcher, Map, Number, Reader, Selection, StepName};
use asl_syntax::{Node, Span, Str, placeholder};
use asl_types::{Array, Kinds, Type};
use std::sync::Arc;

impl<'a, 't> At<'_, '_, 'a, 't> {
    pub(super) fn map(&mut self, input: &Type, map: &'a Map<'t>, inner: &mut [Memory<'a, 't>]) {
        let items = if map.reader.is_some() { Some(Array::of(Type::unknown())) } else { self.items(input, map) };
        let Some(items) = items else { return };
        if !self.limits(input, map) {
            return;
        }
        if let Some(reader) = &map.reader {
            self.outcome.errors.add(errors::ITEM_READER_FAILED);
            if !self.reader(input, reader) {
                return;
            }
        }
        let Some(selected) = self.selected(input, &items) else { return };
        let is_batched = map.batcher.is_some();
        let item_inputs = match &map.batcher {
            Some(batcher) => match self.batched(input, batcher, &selected) {
                Some(lots) => lots,
                None => return,
            },
            None => selected,
        };
        let output = self.iterations(map, &items, &item_inputs, inner);
        self.outcome.errors.add(errors::DATA_LIMIT);
        if let Some(result) = self.walk.settings.tasks.result(self.state) {
            return self.result(result);
        }
        if map.writer.is_some() {
            self.outcome.errors.add(errors::RESULT_WRITER_FAILED);
            if let Some(arguments) = map.writer.as_ref().and_then(|writer| writer.arguments.as_ref()) {
                self.evaluate(arguments, input, Reads::EffectiveInput, &Extra::None);
            }
            return self.result(Type::unknown());
        }
        self.result(results(&output, &items, map.distributed || is_batched));
    }

    /// The machine inside, over an item.
    fn iterations(&mut self, map: &'a Map<'t>, items: &Array, inputs: &Array, inner: &mut [Memory<'a, 't>]) -> Type {
        let Some(machine) = inner.first_mut() else { return Type::never() };
        let item = inputs.any();
        if item.is_never() {
            return Type::never();
        }
        let value = if map.batcher.is_some() { Type::null() } else { items.any() };
        let (variables, input) = if map.distributed {
            (Arc::new(Variables::new()), item.clone())
        } else {
            (Arc::clone(&self.entry.variables), self.around.input.clone())
        };
        let around = Around::new(input, value);
        machine.enter(&item, &variables, &around);
        self.walk.run(machine);
        if map.distributed {
            // Whatever a child execution does, its data may be too large.
            self.outcome.errors.add(errors::THRESHOLD_EXCEEDED);
            if may_tolerate(map) {
                // AWS's record of what failed stands among the outputs. Nobody is told that it lacks their fields.
                return Type::unknown();
            }
        } else {
            self.outcome.errors.add_all(&machine.errors);
        }
        machine.output.clone()
    }

    /// The limits of a Map: false where one certainly fails.
    fn limits(&mut self, input: &Type, map: &'a Map<'t>) -> bool {
        let limits = [
            (&map.max_concurrency, "MaxConcurrency", StepName::MaxConcurrency),
            (&map.tolerated_count, "ToleratedFailureCount", StepName::ToleratedFailureCount),
            (&map.tolerated_percentage, "ToleratedFailurePercentage", StepName::ToleratedFailurePercentage),
        ];
        for (number, field, step) in limits {
            let of = self.number(number, input, field);
            match of {
                Some(of) if of.is_never() => return false,
                Some(_) => self.saw(step, &Type::number()),
                None if step == StepName::MaxConcurrency => self.saw(step, &Type::number_of(0.0)),
                None => {}
            }
        }
        true
    }

    fn reader(&mut self, input: &Type, reader: &'a Reader<'t>) -> bool {
        if let Some(arguments) = &reader.arguments
            && self.evaluate(arguments, input, Reads::EffectiveInput, &Extra::None).is_never()
        {
            return false;
        }
        let most = self.number(&reader.max_items, input, "MaxItems");
        most.is_none_or(|of| !of.is_never())
    }

    /// What the Map goes over; none where it certainly fails.
    fn items(&mut self, input: &Type, map: &'a Map<'t>) -> Option<Array> {
        // An object's members are items of a distributed Map only.
        let wanted = if map.distributed { Kinds::ARRAY | Kinds::OBJECT } else { Kinds::ARRAY };
        let of = match (self.is_jsonata(), &map.items, &map.items_path) {
            (true, Some(template), _) => self.given_items(input, template, wanted),
            (true, None, _) => self.input_of_items(input, wanted, "Items"),
            (false, _, Selection::Whole) => self.input_of_items(input, wanted, "ItemsPath"),
            (false, _, Selection::Nothing) => Type::object_of([]),
            (false, _, Selection::Path(path)) => {
                let of = self.resolve(path, input, Reads::EffectiveInput, "ItemsPath");
                self.expect_kind(path, &of, wanted, Reads::EffectiveInput, "ItemsPath")
            }
        };
        if of.is_never() {
            return None;
        }
        if !self.is_jsonata() {
            self.saw(StepName::AfterItemsPath, &of);
        }
        let members = of.sets().objects.as_ref().filter(|_| map.distributed).map(|objects| objects.any());
        match (array_of(&of.only(Kinds::ARRAY)), members) {
            (array, None) => array,
            (None, Some(members)) => Some(Array::of(members)),
            (Some(array), Some(members)) => Some(Array::of(array.any().join(&members))),
        }
    }

    /// `Items`, computed or as it stands.
    fn given_items(&mut self, input: &Type, template: &'a Template<'t>, wanted: Kinds) -> Type {
        let of = self.evaluate(template, input, Reads::EffectiveInput, &Extra::None);
        match template {
            Template::Computed(_) => self.expect(template, &of, wanted, "Items"),
            // Nobody knows what it will say.
            Template::Literal(node) if node.as_str().is_some_and(|text| placeholder::is_hidden(text.text)) => {
                Type::unknown()
            }
            _ => {
                let key = self.state.node.get("Items").and_then(Node::key);
                self.expect_written(key, input, &of, wanted, "Items")
            }
        }
    }

    /// The input as it is must be of some kinds.
    fn input_of_items(&mut self, input: &Type, wanted: Kinds, field: &str) -> Type {
        self.expect_written(self.state.node.key(), input, input, wanted, field)
    }

    /// What is not computed must be of some kinds; it is told at a key.
    fn expect_written(&mut self, key: Option<Str<'t>>, input: &Type, of: &Type, wanted: Kinds, field: &str) -> Type {
        if let Some(certainty) = Certainty::of_kind(of, wanted).filter(|_| !of.is_never()) {
            let kind = FaultKind::WrongKind { wanted, of: of.clone() };
            let fault = Fault { kind, certainty, span: Span::new(0, 0), is_always: true };
            self.tell(key, field.to_owned(), Expression::None, Reads::EffectiveInput, input, fault);
        }
        of.only(wanted)
    }

    /// The items as `ItemSelector` makes them.
    fn selected(&mut self, input: &Type, items: &Array) -> Option<Array> {
        let Some(template) = &self.state.arguments else { return Some(items.clone()) };
        let any = items.any();
        if any.is_never() {
            self.saw(StepName::AfterItemSelector, &Type::array(Array::exact([])));
            return Some(items.clone());
        }
        let made = self.with_item(&any, |at| at.evaluate(template, input, Reads::EffectiveInput, &Extra::None));
        let selected = match (made.is_never(), items.least()) {
            (false, _) => items.map(|_| made.clone()),
            // It fails for every item, so it can only have been that there was none.
            (true, 0) => Array::exact([]),
            (true, _) => return None,
        };
        self.saw(StepName::AfterItemSelector, &Type::array(selected.clone()));
        Some(selected)
    }

    /// Items in batches.
    fn batched(&mut self, input: &Type, batcher: &'a Batcher<'t>, items: &Array) -> Option<Array> {
        for (number, field) in [(&batcher.max_items, "MaxItemsPerBatch"), (&batcher.max_bytes, "MaxInputBytesPerBatch")]
        {
            let of = self.number(number, input, field);
            if of.is_some_and(|of| of.is_never()) {
                return None;
            }
        }
        let mut fields = vec![("Items", Type::array_of(items.any()))];
        if let Some(template) = &batcher.input {
            let shared = self.evaluate(template, input, Reads::EffectiveInput, &Extra::None);
            if shared.is_never() {
                return None;
            }
            fields.push(("BatchInput", shared));
        }
        let lots = Array::of(Type::object_of(fields));
        self.saw(StepName::AfterItemBatcher, &Type::array(lots.clone()));
        Some(lots)
    }
}

/// May items fail, and the Map succeed?
fn may_tolerate(map: &Map<'_>) -> bool {
    [&map.tolerated_count, &map.tolerated_percentage].iter().any(|number| !matches!(number, Number::Absent))
}

/// The arrays that a value may be; none, where it is no array.
fn array_of(of: &Type) -> Option<Array> {
    match (&of.sets().arrays, of.is_unknown()) {
        (Some(array), false) => Some((**array).clone()),
        (_, true) => Some(Array::of(of.items())),
        (None, false) => None,
    }
}

/// The results of iterations over items.
fn results(output: &Type, items: &Array, may_be_fewer: bool) -> Type {
    if output.is_never() {
        // Nothing comes of any item, so it can only have been that there were none.
        return if items.least() == 0 || may_be_fewer { Type::array(Array::exact([])) } else { Type::never() };
    }
    if may_be_fewer { Type::array_of(output.clone()) } else { Type::array(items.map(|_| output.clone())) }
}
