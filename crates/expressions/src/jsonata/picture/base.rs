//! `$formatBase`.

use super::{Fault, js};

/// An integer in the notation of a radix from 2 to 36.
///
/// ```
/// # use asl_expressions::jsonata::picture::format_base;
/// assert_eq!(format_base(100.0, 36.0).unwrap(), "2s");
/// ```
pub fn format_base(value: f64, radix: f64) -> Result<String, Fault> {
    let radix = js::round(radix, 0);
    if !(2.0..=36.0).contains(&radix) {
        let radix = js::number_text(radix);
        let message = format!("The radix of the formatBase function must be between 2 and 36.  It was given {radix}");
        return Err(Fault::new("D3100", message));
    }
    let value = js::round(value, 0);
    if radix == 10.0 || !value.is_finite() {
        return Ok(js::number_text(value));
    }
    let mut digits = digits(value.abs(), radix);
    if value < 0.0 {
        digits.push('-');
    }
    Ok(digits.chars().rev().collect())
}

/// The digits of a number, last one first.
///
/// Of a large number only the first 53 binary digits are known, so its last digits in another radix are not: they are
/// zeros, as many as in V8, which writes these numbers for the reference.
fn digits(mut rest: f64, radix: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let mut digits = String::new();
    while rest / radix >= EXACT {
        rest /= radix;
        digits.push('0');
    }
    loop {
        let digit = rest % radix;
        digits.push(char::from_digit(digit as u32, 36).unwrap_or('0'));
        rest = (rest - digit) / radix;
        if rest <= 0.0 {
            return digits;
        }
    }
}
