//! Base64 and URLs.

use super::{Caller, arg};
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::{Fault, Outcome, shown};
use crate::jsonata::value::Val;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::fmt::Write;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `$base64encode(text)`: of every UTF-16 unit only the low byte counts, as with the reference.
pub(super) fn base64_encode(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let bytes: Vec<u8> = text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect();
    Ok(Val::text(LENIENT.encode(bytes)))
}

/// `$base64decode(text)`: every byte is a character; what is no Base64 is passed over.
pub(super) fn base64_decode(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let mut kept: String = text
        .chars()
        .take_while(|c| *c != '=')
        .filter_map(|c| match c {
            '-' => Some('+'),
            '_' => Some('/'),
            c => (c.is_ascii_alphanumeric() || matches!(c, '+' | '/')).then_some(c),
        })
        .collect();
    if kept.len() % 4 == 1 {
        // A lone digit is less than a byte.
        kept.pop();
    }
    let bytes = LENIENT.decode(&kept).unwrap_or_default();
    Ok(Val::text(bytes.into_iter().map(char::from).collect::<String>()))
}

/// What stays as it is in a part of a URL.
const COMPONENT: &str = "-_.!~*'()";
/// What stays as it is in a whole URL, beside the former.
const RESERVED: &str = ";/?:@&=+$,#";

/// `$encodeUrl(text)`
pub(super) fn encode_url(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    encode(evaluator, args, |c| COMPONENT.contains(c) || RESERVED.contains(c))
}

/// `$encodeUrlComponent(text)`
pub(super) fn encode_url_component(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    encode(evaluator, args, |c| COMPONENT.contains(c))
}

fn encode(evaluator: &mut Evaluator<'_>, args: &[Val], stays: impl Fn(char) -> bool) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    evaluator.reserve(3 * text.len())?;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || stays(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Ok(Val::text(out))
}

/// `$decodeUrl(text)`: escapes of what separates the parts of a URL stay.
pub(super) fn decode_url(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    decode(args, "decodeUrl", |c| RESERVED.contains(c))
}

/// `$decodeUrlComponent(text)`
pub(super) fn decode_url_component(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    decode(args, "decodeUrlComponent", |_| false)
}

fn decode(args: &[Val], name: &str, stays: impl Fn(char) -> bool) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let malformed = || Fault::new("D3140", format!("Malformed URL passed to ${name}(): {}", shown(arg(args, 0))));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escaped)) = rest.split_once('%') {
        out.push_str(before);
        let (c, length) = character(escaped).ok_or_else(malformed)?;
        if stays(c) {
            out.push('%');
            out.push_str(escaped.get(..length).unwrap_or_default());
        } else {
            out.push(c);
        }
        rest = escaped.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(Val::text(out))
}

/// The character that escapes stand for, from behind the first `%`, and how long they are.
fn character(escaped: &str) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let digits = escaped.get(at..at + 2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        u8::from_str_radix(digits?, 16).ok()
    };
    let first = byte(0)?;
    let count = match first {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return None,
    };
    let mut bytes = vec![first];
    for n in 1..count {
        let at = n * 3 - 1;
        escaped.get(at..=at).filter(|c| *c == "%")?;
        bytes.push(byte(at + 1)?);
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((c, count * 3 - 1))
}
