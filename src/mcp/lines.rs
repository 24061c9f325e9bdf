//! Bytes to lines, without ever holding more than one line of [`LINE_BYTES_MAX`]. What a line says is not its business.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// The longest line that is read (contract, section 0).
pub(super) const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A line of input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it, without its end and the blanks around it; never empty.
    Whole(Vec<u8>),
    /// Longer than [`LINE_BYTES_MAX`]; the rest of it is skipped.
    TooLong,
}

/// Cuts a stream of bytes into lines.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    skipping: bool,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: BufReader::new(input), line: Vec::new(), skipping: false }
    }

    /// The next line that is not blank, or none at the end of the input; the last line may lack its end.
    ///
    /// Dropping the future loses nothing: what was read stays in `self` for the next call.
    pub(super) async fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let available = self.input.fill_buf().await?;
            let at_end = available.is_empty();
            let line_end = available.iter().position(|byte| *byte == b'\n');
            let part = available.get(..line_end.unwrap_or(available.len())).unwrap_or_default();
            let consumed_count = part.len() + usize::from(line_end.is_some());
            let too_long = !self.skipping && self.line.len() + part.len() > LINE_BYTES_MAX;
            if too_long {
                self.line = Vec::new();
                self.skipping = true;
            }
            if !self.skipping {
                self.line.extend_from_slice(part);
            }
            self.input.consume(consumed_count);
            if line_end.is_some() || at_end {
                self.skipping = false;
                let line = std::mem::take(&mut self.line);
                if too_long {
                    return Ok(Some(Line::TooLong));
                }
                match line.trim_ascii() {
                    [] if at_end => return Ok(None),
                    [] => {}
                    text if text.len() == line.len() => return Ok(Some(Line::Whole(line))),
                    text => return Ok(Some(Line::Whole(text.to_vec()))),
                }
            } else if too_long {
                return Ok(Some(Line::TooLong));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(input: &[u8]) -> Vec<Line> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut lines = Lines::new(input);
            let mut found = Vec::new();
            while let Some(line) = lines.next().await.unwrap() {
                found.push(line);
            }
            found
        })
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn blank_lines_are_skipped_and_either_line_end_is_taken() {
        assert_eq!(lines_of(b"\n a\r\n\r\n  \nb"), [whole("a"), whole("b")]);
        assert_eq!(lines_of(b""), []);
        assert_eq!(lines_of(b"\r\n"), []);
    }

    #[test]
    fn the_longest_line_passes_and_a_longer_one_is_told_once() {
        let longest = "x".repeat(LINE_BYTES_MAX);
        let input = format!("{longest}\n{longest}x\nafter\n{longest}xxxx");
        assert_eq!(lines_of(input.as_bytes()), [whole(&longest), Line::TooLong, whole("after"), Line::TooLong]);
    }
}
