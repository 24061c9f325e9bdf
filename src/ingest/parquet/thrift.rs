//! As much of Thrift's compact protocol as it takes to look at a structure before a decoder believes it.

use std::io::Read;

/// How deep structures are skipped.
const DEPTH_MAX: usize = 32;

/// The kinds of values that matter here, by their number in the protocol.
pub(super) const INTEGER: u8 = 5;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Reads values one after the other; none where they make no sense.
pub(super) struct Thrift<R>(pub(super) R);

impl<R: Read> Thrift<R> {
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.0.read_exact(&mut byte).ok()?;
        Some(byte[0])
    }

    /// A whole number without a sign.
    pub(super) fn natural(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A whole number.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let number = self.natural()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// The kind of a list's items, and how many there are.
    pub(super) fn list(&mut self) -> Option<(u8, u64)> {
        let byte = self.byte()?;
        let count = match byte >> 4 {
            15 => self.natural()?,
            few => u64::from(few),
        };
        Some((byte & 0x0f, count))
    }

    /// Visits the fields of a structure by their number and kind; those that `visit` does not read are passed over.
    pub(super) fn fields(&mut self, mut visit: impl FnMut(&mut Self, i64, u8) -> Option<Visit>) -> Option<()> {
        self.each_field(DEPTH_MAX, &mut visit)
    }

    fn each_field(&mut self, depth: usize, visit: &mut dyn FnMut(&mut Self, i64, u8) -> Option<Visit>) -> Option<()> {
        let mut number = 0_i64;
        loop {
            let byte = self.byte()?;
            let kind = byte & 0x0f;
            if kind == 0 {
                return Some(());
            }
            number = match byte >> 4 {
                0 => self.integer()?,
                step => number.checked_add(i64::from(step))?,
            };
            match visit(self, number, kind)? {
                Visit::Taken => {}
                Visit::Not => self.skip(kind, depth.checked_sub(1)?)?,
                Visit::Enough => return Some(()),
            }
        }
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            // The kind of a truth is the truth.
            1 | 2 => Some(()),
            3 => self.byte().map(drop),
            4..=6 => self.natural().map(drop),
            7 => self.pass(8),
            8 => {
                let bytes_count = self.natural()?;
                self.pass(bytes_count)
            }
            LIST | 10 => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip_item(kind, depth))
            }
            11 => {
                let count = self.natural()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.skip_item(kinds >> 4, depth)?;
                    self.skip_item(kinds & 0x0f, depth)
                })
            }
            STRUCT => self.each_field(depth, &mut |_, _, _| Some(Visit::Not)),
            _ => None,
        }
    }

    fn skip_item(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            // Among items a truth has a byte of its own.
            1 | 2 => self.byte().map(drop),
            _ => self.skip(kind, depth.checked_sub(1)?),
        }
    }

    fn pass(&mut self, bytes_count: u64) -> Option<()> {
        let passed = std::io::copy(&mut (&mut self.0).take(bytes_count), &mut std::io::sink()).ok()?;
        (passed == bytes_count).then_some(())
    }
}

/// What became of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visit {
    /// Its value was read.
    Taken,
    /// Its value is still to be passed over.
    Not,
    /// Nothing after it matters.
    Enough,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_sevens() {
        assert_eq!(Thrift(&[0x00][..]).integer(), Some(0));
        assert_eq!(Thrift(&[0x01][..]).integer(), Some(-1));
        assert_eq!(Thrift(&[0xac, 0x02][..]).integer(), Some(150));
        assert_eq!(Thrift(&[0xff, 0xff, 0xff, 0xff, 0x0f][..]).integer(), Some(i64::from(i32::MIN)));
        assert_eq!(Thrift(&[0x80][..]).natural(), None);
        assert_eq!(Thrift(&[0xff; 11][..]).natural(), None);
    }

    #[test]
    fn fields_that_nobody_reads_are_passed_over() {
        // 1: text "ab", 2: list of two truths, 3: a structure with a number, 16 steps by its own number: 20: integer 3.
        let bytes = [0x18, 2, b'a', b'b', 0x19, 0x21, 1, 2, 0x1c, 0x15, 4, 0, 0x05, 40, 6, 0];
        let mut seen = Vec::new();
        let read = Thrift(&bytes[..]).fields(|thrift, number, kind| {
            seen.push((number, kind));
            if number == 20 {
                assert_eq!(thrift.integer(), Some(3));
                return Some(Visit::Taken);
            }
            Some(Visit::Not)
        });
        assert_eq!(read, Some(()));
        assert_eq!(seen, [(1, 8), (2, LIST), (3, STRUCT), (20, INTEGER)]);
    }

    #[test]
    fn what_never_ends_is_none() {
        let deep = [0x1c; 100];
        assert_eq!(Thrift(&deep[..]).fields(|_, _, _| Some(Visit::Not)), None);
        // A text that is longer than what follows.
        assert_eq!(Thrift(&[0x18, 0xff, 0x7f, b'a', 0][..]).fields(|_, _, _| Some(Visit::Not)), None);
        // A list of more nothings than anybody can count.
        assert_eq!(Thrift(&[0x19, 0xf0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0][..]).fields(|_, _, _| Some(Visit::Not)), None);
    }
}
