//! Histories, for all who read one: the order of the events, what they hold, and where they belong.
//!
//! State names are unique in a definition; a state and the iterations around it tell where an event belongs.

use asl_expressions::Value;

/// The events in the order in which they happened: `GetExecutionHistory` gives them the other way round, too.
pub(crate) fn in_order(events: &[Value]) -> Vec<&Value> {
    let mut events: Vec<&Value> = events.iter().collect();
    events.sort_by_key(|event| event["id"].as_u64());
    events
}

/// The event that led to one; 0 where there is none.
pub(crate) fn previous(event: &Value) -> u64 {
    event["previousEventId"].as_u64().unwrap_or(0)
}

/// What an event tells, under the key that its type has for it.
pub(crate) fn details(event: &Value) -> &Value {
    let mut fields = event.as_object().into_iter().flatten();
    fields.find(|(key, _)| key.ends_with("EventDetails")).map_or(&Value::Null, |(_, details)| details)
}

/// A text that holds JSON, or else the text itself.
pub(crate) fn json(text: &Value) -> Value {
    text.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| text.clone())
}

/// Where an event belongs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The state that it is about.
    pub(crate) state: String,
    /// The Maps around that state, with the iteration.
    maps: Vec<(String, usize)>,
}

impl Place {
    /// Goes from the place of the event before to that of one of this type.
    pub(crate) fn go(&mut self, kind: &str, details: &Value) {
        let name = details["name"].as_str().unwrap_or_default();
        if kind == "MapIterationStarted" {
            self.leave(name);
            let index = details["index"].as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
            self.maps.push((name.to_owned(), index));
        } else if kind.ends_with("StateEntered") {
            name.clone_into(&mut self.state);
        } else if kind.ends_with("StateExited") {
            self.leave(name);
            name.clone_into(&mut self.state);
        }
    }

    /// Goes out of a Map, and of what is inside it.
    fn leave(&mut self, map: &str) {
        if let Some(at) = self.maps.iter().position(|(name, _)| name == map) {
            self.maps.truncate(at);
        }
    }

    /// The iterations around the state, the outermost first.
    pub(crate) fn iterations(&self) -> Vec<usize> {
        self.maps.iter().map(|(_, index)| *index).collect()
    }
}
