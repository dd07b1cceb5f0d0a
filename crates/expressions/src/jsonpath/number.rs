//! Texts as the numbers of Java's `BigDecimal`.

/// `new BigDecimal(text).toString()`; the text must be a number.
pub(super) fn big_decimal(text: &str) -> String {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let sign = if digits == "0" { "" } else { sign };
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let scale = length(fraction).saturating_sub(exponent);
    let adjusted = length(digits).saturating_sub(scale).saturating_sub(1);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    if scale > 0 && adjusted >= -6 {
        // At most six zeros come before the first digit, so the padding is small.
        let scale = usize::try_from(scale).unwrap_or(0);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at_checked(padded.len() - scale).unwrap_or((&padded, ""));
        return format!("{sign}{whole}.{fraction}");
    }
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    let plus = if adjusted >= 0 { "+" } else { "" };
    format!("{sign}{first}{point}{rest}E{plus}{adjusted}")
}

/// The number that a text is to `BigDecimal`.
pub(super) fn parse(text: &str) -> Option<f64> {
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E');
    if text.bytes().all(plain) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_read_like_those_of_java() {
        let cases = [
            ("1.50", "1.50"),
            ("007", "7"),
            ("1e3", "1E+3"),
            ("1.25E-4", "0.000125"),
            ("1e-9", "1E-9"),
            ("-12.5e9", "-1.25E+10"),
            ("-0.0", "0.0"),
            (".5", "0.5"),
        ];
        for (text, expected) in cases {
            assert_eq!(big_decimal(text), expected, "{text}");
        }
    }
}
