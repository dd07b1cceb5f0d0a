//! The words of Jackson, the JSON reader of AWS, about a definition: they repeat its text.
//!
//! Only `validate` and the `aws` part of a diagnostic speak like that; people get our own words.

use asl_syntax::jackson;

/// What Jackson says of a text that is not JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct JacksonFault {
    /// Its message, with the place at the end.
    pub(crate) message: String,
    /// The place as AWS repeats it.
    pub(crate) location: String,
}

/// A fault behind a byte of the text.
pub(crate) fn fault_at(text: &str, at: u32, what: &str) -> JacksonFault {
    let location = place(text, at);
    JacksonFault { message: format!("{what}\n at {location}"), location }
}

/// Reads the text as Jackson does, up to its first fault.
pub(crate) fn first_fault(text: &str) -> Option<JacksonFault> {
    let fault = jackson::first_fault(text)?;
    Some(fault_at(text, fault.behind, &fault.message(|at| place(text, at))))
}

fn place(text: &str, at: u32) -> String {
    let (line, column) = jackson::position(text, at);
    let head: String = text.chars().take(500).collect();
    let rest = text.chars().count() - head.chars().count();
    let cut = if rest > 0 { format!("[truncated {rest} chars]") } else { String::new() };
    format!("[Source: (String)\"{head}\"{cut}; line: {line}, column: {column}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_speaks_like_jackson() {
        let fault = first_fault("not a definition").unwrap();
        assert_eq!(fault.location, "[Source: (String)\"not a definition\"; line: 1, column: 4]");
        assert_eq!(
            fault.message,
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n \
             at [Source: (String)\"not a definition\"; line: 1, column: 4]"
        );
        let comma = first_fault("{\"a\": 1,}").unwrap();
        assert!(comma.message.ends_with("; line: 1, column: 10]"), "{}", comma.message);
        let open = first_fault("{\"a\": ").unwrap();
        assert!(open.message.contains("(start marker at [Source: (String)\"{\"a\": \"; line: 1, column: 1])\n at "));
        assert_eq!(first_fault("{\"a\": [1, {}, \"x\", true]}"), None);
    }
}
