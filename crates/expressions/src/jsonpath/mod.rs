//! Paths over values, as Jayway `JsonPath` reads them.
