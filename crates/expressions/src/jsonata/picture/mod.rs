//! stub
#[derive(Default)]
pub struct Options;
impl Options {
    pub fn set(&mut self, _: &str, _: &str) {}
}
pub struct Fault {
    pub code: &'static str,
    pub message: String,
}
pub fn format_base(_: f64, _: f64) -> Result<String, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
pub fn format_integer(_: f64, _: &str) -> Result<String, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
pub fn parse_integer(_: &str, _: &str) -> Result<f64, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
pub fn format_number(_: f64, _: &str, _: &Options) -> Result<String, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
pub fn format_datetime(_: f64, _: Option<&str>, _: Option<&str>) -> Result<String, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
pub fn parse_datetime(_: &str, _: Option<&str>, _: i64) -> Result<Option<f64>, Fault> {
    Err(Fault { code: "X", message: String::new() })
}
