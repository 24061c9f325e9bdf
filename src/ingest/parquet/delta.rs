//! Whole numbers that are packed by their differences, walked over without being read: how many there are, and where
//! they end.

use parquet::basic::Encoding;
use parquet::column::page::Page;

use super::pages::Levels;
use super::thrift::Thrift;

/// Bits of a packed number.
const BITS_COUNT_MAX: u8 = 64;

/// Where the numbers end; none if they say that there are more than so many, or make no sense.
pub(super) fn delta_end(bytes: &[u8], values_count_max: u64) -> Option<usize> {
    let mut thrift = Thrift(bytes);
    let block_count = usize::try_from(thrift.natural()?).ok()?;
    let parts_count = usize::try_from(thrift.natural()?).ok()?;
    let values_count = thrift.natural()?;
    thrift.integer()?;
    let fits = values_count <= values_count_max && block_count > 0 && parts_count > 0 && parts_count <= bytes.len();
    fits.then_some(())?;
    let in_each_count = block_count.checked_div(parts_count)?;
    // The first one stands in the head.
    let mut left = usize::try_from(values_count).ok()?.saturating_sub(1);
    while left > 0 {
        thrift.integer()?;
        let (widths, _) = thrift.0.split_at_checked(parts_count)?;
        let mut bytes_count = parts_count;
        for width in widths {
            (*width <= BITS_COUNT_MAX || left == 0).then_some(())?;
            if left > 0 {
                bytes_count = bytes_count.checked_add(usize::from(*width).checked_mul(in_each_count)? / 8)?;
                left = left.saturating_sub(in_each_count);
            }
        }
        // The last block need not be filled.
        thrift.0 =
            if left > 0 { thrift.0.get(bytes_count..)? } else { thrift.0.get(bytes_count..).unwrap_or_default() };
    }
    Some(bytes.len() - thrift.0.len())
}

/// Where the levels of a page end and its values begin.
pub(super) fn levels_end(page: &Page, levels: Levels) -> Option<usize> {
    match page {
        Page::DictionaryPage { .. } => Some(0),
        Page::DataPage { buf, num_values, def_level_encoding, rep_level_encoding, .. } => {
            let mut end = 0;
            for (level, encoding) in [(levels.repetition, rep_level_encoding), (levels.definition, def_level_encoding)]
            {
                if level > 0 {
                    end += level_bytes(buf.get(end..)?, *encoding, level, *num_values)?;
                }
            }
            Some(end)
        }
        Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
            usize::try_from(def_levels_byte_len.checked_add(*rep_levels_byte_len)?).ok()
        }
    }
}

/// How many bytes the levels of one kind take.
fn level_bytes(bytes: &[u8], encoding: Encoding, level: i16, values_count: u32) -> Option<usize> {
    if encoding == Encoding::RLE {
        let count = bytes.first_chunk().map(|count| u32::from_le_bytes(*count))?;
        return usize::try_from(count).ok()?.checked_add(size_of::<u32>());
    }
    let bits_count = u16::BITS - level.unsigned_abs().leading_zeros();
    usize::try_from((u64::from(values_count) * u64::from(bits_count)).div_ceil(8)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that all are the same, so many of them, and something behind.
    fn alike(values_count: u8, blocks_count: usize) -> Vec<u8> {
        // Blocks of 128 in four, a first number, then of each block the least difference and four widths of 0.
        let head = [0x80, 0x01, 4, values_count, 10];
        head.into_iter().chain([0, 0, 0, 0, 0].repeat(blocks_count)).chain([7, 7]).collect()
    }

    #[test]
    fn the_end_is_where_the_last_block_ends() {
        assert_eq!(delta_end(&alike(0, 0), 100), Some(5));
        assert_eq!(delta_end(&alike(1, 0), 100), Some(5));
        assert_eq!(delta_end(&alike(2, 1), 100), Some(10));
        // 33 numbers after the first: the second of the four is begun, and 8 bits each take 32 bytes.
        let mut wide = vec![0x80, 0x01, 4, 34, 10, 0, 8, 8, 9, 9];
        wide.extend([0; 64]);
        wide.extend([7; 3]);
        assert_eq!(delta_end(&wide, 100), Some(5 + 5 + 64));
    }

    #[test]
    fn numbers_that_are_not_there_are_none() {
        assert_eq!(delta_end(&alike(100, 1), 99), None);
        assert_eq!(delta_end(&[0x80, 0x01, 4, 0xff, 0xff, 0xff, 0xff, 0x0f, 0], 1 << 20), None);
        assert_eq!(delta_end(&[0, 4, 2, 0], 100), None);
        assert_eq!(delta_end(&[0x80, 0x01, 0, 2, 0], 100), None);
        assert_eq!(delta_end(&[0x80, 0x01, 4, 2, 0, 0, 65, 0, 0, 0], 100), None);
        assert_eq!(delta_end(b"", 100), None);
    }
}
