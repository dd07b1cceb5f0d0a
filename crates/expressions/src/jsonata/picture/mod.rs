//! Numbers, dates and times as text, by the picture strings of `XPath`.
