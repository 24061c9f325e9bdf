//! JSON that is JSON and that is not parsed as it came: what the parser refuses (nested too deep, a lone surrogate, a
//! number beyond the floating range), and what would take a hundred times its length in memory. It is mended or
//! outlined, so that its sender gets an answer with the right id instead of silence.
//!
//! The scan needs no stack of calls, whatever the nesting. Nothing here knows a protocol.

/// Levels that a mended text keeps. No argument of any tool nests a tenth as deep, and the parser takes 127.
pub(super) const LEVELS_COUNT_MAX: usize = 100;
/// Values that a text may hold, as far as its commas and brackets tell: ten thousand rows of fifty fields. A parsed
/// value takes up to two hundred bytes, whatever its length as text.
pub(super) const VALUES_COUNT_MAX: usize = 500_000;
/// Bytes of a text that an outline keeps.
const OUTLINE_TEXT_BYTES_MAX: usize = 1024;

/// A mended text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// JSON that the parser takes: what nested deeper is null, a lone surrogate is U+FFFD, and a number out of range is
    /// its digits as a text.
    pub(super) text: String,
    /// Whether something nested too deep was left out.
    pub(super) too_deep: bool,
}

/// Mends a text, or tells that it is no JSON.
pub(super) fn mend(text: &str) -> Option<Mended> {
    mend_to(text, LEVELS_COUNT_MAX)
}

/// Whether a text may hold more values than are read. Texts inside it count too: some are JSON themselves.
pub(super) fn holds_too_many(text: &[u8]) -> bool {
    text.len() > VALUES_COUNT_MAX
        && text.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES_COUNT_MAX
}

/// A text down to the level at which it is no longer too much: what nests deeper is null, and a long text is empty.
pub(super) fn outline(text: &str) -> Option<String> {
    let outlines = (1..=3).rev().map(|levels_count| mend_to(text, levels_count).map(|mended| mended.text));
    outlines.flatten().find(|outline| !holds_too_many(outline.as_bytes()))
}

fn mend_to(text: &str, levels_count_max: usize) -> Option<Mended> {
    let out = String::new();
    let mut mender = Mender { text, at: 0, out, open: Vec::new(), levels_count_max, too_deep: false };
    mender.document()?;
    Some(Mended { text: mender.out, too_deep: mender.too_deep })
}

struct Mender<'a> {
    text: &'a str,
    at: usize,
    out: String,
    /// The brackets that are open, as the bytes that close them.
    open: Vec<u8>,
    levels_count_max: usize,
    too_deep: bool,
}

impl Mender<'_> {
    fn document(&mut self) -> Option<()> {
        loop {
            if self.value()? {
                // An opened container that is not closed at once goes on with its first member.
                continue;
            }
            // A value is complete: close what ends here, then go on with the next member.
            loop {
                self.blanks();
                let Some(&close) = self.open.last() else {
                    return (self.at == self.text.len()).then_some(());
                };
                match self.next()? {
                    b',' => {
                        self.put(',');
                        if close == b'}' {
                            self.key()?;
                        }
                        break;
                    }
                    byte if byte == close => self.close(),
                    _ => return None,
                }
            }
        }
    }

    /// Reads a value, or the start of one that has members: true in that case.
    fn value(&mut self) -> Option<bool> {
        self.blanks();
        match self.peek()? {
            b'{' => self.container(b'}'),
            b'[' => self.container(b']'),
            b'"' => self.string().map(|()| false),
            b'-' | b'0'..=b'9' => self.number().map(|()| false),
            _ => {
                let from = self.at;
                if !["true", "false", "null"].into_iter().any(|word| self.takes(word)) {
                    return None;
                }
                self.put_text(from, self.at);
                Some(false)
            }
        }
    }

    fn container(&mut self, close: u8) -> Option<bool> {
        self.at += 1;
        if self.open.len() == self.levels_count_max {
            self.out.push_str("null");
            self.too_deep = true;
        }
        self.open.push(close);
        self.put(if close == b'}' { '{' } else { '[' });
        self.blanks();
        if self.peek()? == close {
            self.at += 1;
            self.close();
            return Some(false);
        }
        if close == b'}' {
            self.key()?;
        }
        Some(true)
    }

    fn close(&mut self) {
        let close = self.open.last().copied().map_or(']', char::from);
        self.put(close);
        self.open.pop();
    }

    fn key(&mut self) -> Option<()> {
        self.blanks();
        self.string()?;
        self.blanks();
        (self.next()? == b':').then(|| self.put(':'))
    }

    fn string(&mut self) -> Option<()> {
        if self.next()? != b'"' {
            return None;
        }
        let out_from = self.out.len();
        self.put('"');
        let mut plain_from = self.at;
        loop {
            let byte = self.next()?;
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.put_text(plain_from, self.at - 1);
            match byte {
                b'"' => {
                    let is_outline = self.levels_count_max < LEVELS_COUNT_MAX;
                    if is_outline && self.out.len() - out_from > OUTLINE_TEXT_BYTES_MAX {
                        self.out.truncate(out_from + 1);
                    }
                    self.put('"');
                    return Some(());
                }
                b'\\' => self.escape()?,
                _ => return None,
            }
            plain_from = self.at;
        }
    }

    fn escape(&mut self) -> Option<()> {
        let from = self.at - 1;
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
            b'u' => {
                let first = self.hex()?;
                let is_high = (0xd800..0xdc00).contains(&first);
                let after = self.at;
                let low_follows =
                    is_high && self.takes("\\u") && self.hex().is_some_and(|second| (0xdc00..0xe000).contains(&second));
                if (0xd800..0xe000).contains(&first) && !low_follows {
                    self.at = after;
                    self.put('\u{fffd}');
                    return Some(());
                }
            }
            _ => return None,
        }
        self.put_text(from, self.at);
        Some(())
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        let number = digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))?;
        self.at += 4;
        Some(number)
    }

    fn number(&mut self) -> Option<()> {
        let from = self.at;
        self.takes("-");
        if !self.takes("0") {
            self.digits()?;
        }
        if self.takes(".") {
            self.digits()?;
        }
        if self.takes("e") || self.takes("E") {
            let _ = self.takes("+") || self.takes("-");
            self.digits()?;
        }
        let finite = self.text.get(from..self.at)?.parse::<f64>().is_ok_and(f64::is_finite);
        if !finite {
            self.put('"');
        }
        self.put_text(from, self.at);
        if !finite {
            self.put('"');
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > from).then_some(())
    }

    /// Goes past these bytes if they come next.
    fn takes(&mut self, word: &str) -> bool {
        let next = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if next {
            self.at += word.len();
        }
        next
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn is_kept(&self) -> bool {
        self.open.len() <= self.levels_count_max
    }

    fn put(&mut self, character: char) {
        if self.is_kept() {
            self.out.push(character);
        }
    }

    fn put_text(&mut self, from: usize, to: usize) {
        if self.is_kept() {
            self.out.push_str(self.text.get(from..to).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn mended(text: &str) -> Option<Value> {
        mend(text).map(|mended| serde_json::from_str(&mended.text).unwrap())
    }

    #[test]
    fn a_lone_surrogate_becomes_the_replacement_character() {
        assert_eq!(
            mended(r#"{"a":"x\ud800y","\udc00":"\ud83d\ude00 \ud83d"}"#),
            Some(json!({"a": "x\u{fffd}y", "\u{fffd}": "😀 \u{fffd}"}))
        );
        assert_eq!(mended(r#""\ud800\u0041""#), Some(json!("\u{fffd}A")));
        assert_eq!(mended(r#""\ud800\ud800""#), Some(json!("\u{fffd}\u{fffd}")));
    }

    #[test]
    fn a_number_beyond_the_floating_range_becomes_its_digits() {
        assert_eq!(mended("[1e999, -1E+999, 0.5, -0]"), Some(json!(["1e999", "-1E+999", 0.5, -0.0])));
    }

    #[test]
    fn deep_nesting_is_cut_and_told() {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let inner = if open == "[" { "" } else { "1" };
            let text =
                format!(r#"{{"id":7,"deep":{}{inner}{},"after":[1]}}"#, open.repeat(200_000), close.repeat(200_000));
            let mended = mend(&text).unwrap();
            assert!(mended.too_deep);
            let value: Value = serde_json::from_str(&mended.text).unwrap();
            assert_eq!((&value["id"], &value["after"]), (&json!(7), &json!([1])));
        }
        let fits = format!("{}{}", "[".repeat(LEVELS_COUNT_MAX), "]".repeat(LEVELS_COUNT_MAX));
        assert_eq!(mend(&fits), Some(Mended { text: fits.clone(), too_deep: false }));
    }

    #[test]
    fn what_holds_too_much_is_outlined_as_far_as_it_can_be() {
        let many = "0,".repeat(VALUES_COUNT_MAX);
        let long = format!("[{}0]", many.replace('0', r#"\"x\""#));
        let cases = [
            (
                format!(r#"{{"params":{{"arguments":{{"rows":[{many}0]}},"_meta":{{"v":"1"}}}},"id":7}}"#),
                json!({"params": {"arguments": {"rows": null}, "_meta": {"v": "1"}}, "id": 7}),
            ),
            (
                format!(r#"{{"params":{{"arguments":[{many}0]}},"id":7}}"#),
                json!({"params": {"arguments": null}, "id": 7}),
            ),
            (format!(r#"{{"params":{{"arguments":"{long}"}},"id":7}}"#), json!({"params": {"arguments": ""}, "id": 7})),
            (format!(r#"{{"params":[{many}0],"id":7}}"#), json!({"params": null, "id": 7})),
        ];
        for (text, expected) in cases {
            assert!(holds_too_many(text.as_bytes()));
            assert_eq!(serde_json::from_str::<Value>(&outline(&text).unwrap()).unwrap(), expected);
        }
        assert_eq!(outline(&format!("[{many}0]")), None);
        assert!(!holds_too_many(format!("[{}0]", "0,".repeat(VALUES_COUNT_MAX - 1)).as_bytes()));
    }

    #[test]
    fn what_is_no_json_is_told() {
        let texts = [
            "",
            " ",
            "{",
            "[",
            "[1,]",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{1:2}",
            "01",
            "1.",
            "1e",
            "-",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u00zz\"",
            "\"\t\"",
            "[1] 2",
            "]",
            "{\"a\":1]",
            "NaN",
            "'a'",
            "+1",
            ".5",
            "[1 2]",
        ];
        for text in texts {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_parser_about_what_it_takes(text in "[\\[\\]{}:,\"a0-9.eE+ \\\\untrfals-]{0,24}") {
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                prop_assert_eq!(mended(&text), Some(value));
            }
            // And whatever it mends, the parser takes: `mended` parses it.
            let _ = mended(&text);
        }

        #[test]
        fn keeps_what_needs_no_mending(text in "\\PC*") {
            let whole = json!({"text": text, "list": [1, text]});
            prop_assert_eq!(mended(&whole.to_string()), Some(whole));
        }
    }
}
