//! What each customer paid in each month: one row of memory a customer, so that a ledger in any order looks at as few
//! places as can be.

use super::LedgerFault;

/// Customers of a block: small enough that widening one is cheap, large enough that blocks cost nothing.
const BLOCK_CUSTOMERS_COUNT: usize = 1 << 8;
/// Months by which a grid is widened at once.
const WIDENING_MONTHS: usize = 12;
/// Months that a ledger may span: beyond, a date is a slip.
pub(super) const SPAN_MONTHS_MAX: usize = 600;
/// Bits of a word.
const WORD_BITS: usize = 64;
/// Segments, a byte each, of a word.
const WORD_SEGMENTS: usize = 8;
/// The largest sum of a customer and month.
const AMOUNT_MAX: u64 = i64::MAX as u64;
/// A month whose rows name no segment.
const NO_SEGMENT: u8 = 0;
/// A month whose rows name several.
pub(super) const SEVERAL_SEGMENTS: u8 = u8::MAX;

/// Amounts in hundredths by customer and month.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The month of the first column, counted from the year 0.
    first_month: i32,
    layout: Layout,
    /// Blocks of rows.
    blocks: Vec<Vec<u64>>,
}

/// How a customer's row is laid out: a bit for each month that has a row, one for each that has several, the segment of
/// each month, its amount. All of a row lie together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Layout {
    months_count: usize,
    has_segments: bool,
}

impl Layout {
    const fn bits_words(self) -> usize {
        self.months_count.div_ceil(WORD_BITS)
    }

    const fn segments_start(self) -> usize {
        self.bits_words() * 2
    }

    const fn amounts_start(self) -> usize {
        self.segments_start() + if self.has_segments { self.months_count.div_ceil(WORD_SEGMENTS) } else { 0 }
    }

    const fn words(self) -> usize {
        self.amounts_start() + self.months_count
    }

    fn block(self) -> Vec<u64> {
        vec![0; BLOCK_CUSTOMERS_COUNT * self.words()]
    }
}

/// A row of the ledger.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) customer: usize,
    pub(super) month: i32,
    pub(super) hundredths: u64,
    pub(super) segment: u8,
}

/// A customer's months.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'g> {
    /// The month of the first column.
    pub(super) first_month: i32,
    layout: Layout,
    words: &'g [u64],
}

impl<'g> Row<'g> {
    /// Hundredths by month.
    pub(super) fn amounts(&self) -> &'g [u64] {
        self.words.get(self.layout.amounts_start()..).unwrap_or_default()
    }

    /// The amount of a month; nothing where there is no row.
    pub(super) fn amount(&self, month: i32) -> u64 {
        self.place(month).and_then(|place| self.amounts().get(place)).copied().unwrap_or_default()
    }

    /// The segment that the rows of a month name, as the stores number them.
    pub(super) fn segment(&self, month: i32) -> u8 {
        self.place(month).map_or(NO_SEGMENT, |place| self.segment_at(place))
    }

    fn place(&self, month: i32) -> Option<usize> {
        let place = usize::try_from(month.checked_sub(self.first_month)?).ok()?;
        (place < self.layout.months_count).then_some(place)
    }

    fn segment_at(&self, place: usize) -> u8 {
        let word = self.layout.segments_start() + place / WORD_SEGMENTS;
        let word = self.words.get(word).filter(|_| self.layout.has_segments).copied().unwrap_or_default();
        word.to_le_bytes().get(place % WORD_SEGMENTS).copied().unwrap_or(NO_SEGMENT)
    }

    /// Months that have a row.
    pub(super) fn seen_count(&self) -> u64 {
        let seen = self.words.get(..self.layout.bits_words()).unwrap_or_default();
        seen.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Months whose rows name several segments.
    pub(super) fn conflicts_count(&self) -> u64 {
        if !self.layout.has_segments {
            return 0;
        }
        (0..self.layout.months_count).filter(|place| self.segment_at(*place) == SEVERAL_SEGMENTS).count() as u64
    }

    /// Whether a month has a row.
    pub(super) fn is_seen(&self, place: usize) -> bool {
        bit(self.words, place)
    }

    /// Whether a month has several rows.
    pub(super) fn is_twice(&self, place: usize) -> bool {
        bit(self.words.get(self.layout.bits_words()..).unwrap_or_default(), place)
    }
}

fn bit(words: &[u64], place: usize) -> bool {
    words.get(place / WORD_BITS).is_some_and(|word| word >> (place % WORD_BITS) & 1 == 1)
}

/// Sets a bit; whether it was set before.
fn set_bit(words: &mut [u64], place: usize) -> bool {
    let Some(word) = words.get_mut(place / WORD_BITS) else { return false };
    let mask = 1 << (place % WORD_BITS);
    let was = *word & mask != 0;
    *word |= mask;
    was
}

impl Grid {
    /// Memory that it takes, in bytes.
    pub(super) const fn bytes(&self) -> usize {
        self.blocks.len() * BLOCK_CUSTOMERS_COUNT * self.layout.words() * size_of::<u64>()
    }

    /// Adds rows of the ledger, of so many customers.
    pub(super) fn add_all(
        &mut self,
        cells: impl Iterator<Item = Cell> + Clone,
        customers_count: usize,
    ) -> Result<(), LedgerFault> {
        let months = || cells.clone().map(|cell| cell.month);
        let Some((first, last)) = months().min().zip(months().max()) else { return Ok(()) };
        let has_segments = cells.clone().any(|cell| cell.segment != NO_SEGMENT);
        self.reach(first, last, has_segments, customers_count)?;
        cells.into_iter().try_for_each(|cell| self.add(cell))
    }

    /// Adds a row for which there is room.
    fn add(&mut self, cell: Cell) -> Result<(), LedgerFault> {
        let layout = self.layout;
        let column = usize::try_from(cell.month - self.first_month).unwrap_or_default();
        let Some(row) = self.row_mut(cell.customer) else { return Ok(()) };
        if set_bit(row, column)
            && let Some(twice) = row.get_mut(layout.bits_words()..)
        {
            set_bit(twice, column);
        }
        if let Some(amount) = row.get_mut(layout.amounts_start() + column) {
            *amount =
                amount.checked_add(cell.hundredths).filter(|sum| *sum <= AMOUNT_MAX).ok_or(LedgerFault::TooLarge)?;
        }
        if cell.segment != NO_SEGMENT
            && let Some(word) = row.get_mut(layout.segments_start() + column / WORD_SEGMENTS)
        {
            let mut bytes = word.to_le_bytes();
            if let Some(known) = bytes.get_mut(column % WORD_SEGMENTS) {
                *known = both_segments(*known, cell.segment);
            }
            *word = u64::from_le_bytes(bytes);
        }
        Ok(())
    }

    fn row_mut(&mut self, customer: usize) -> Option<&mut [u64]> {
        let words = self.layout.words();
        let start = customer % BLOCK_CUSTOMERS_COUNT * words;
        self.blocks.get_mut(customer / BLOCK_CUSTOMERS_COUNT)?.get_mut(start..start + words)
    }

    /// A customer's months.
    pub(super) fn row(&self, customer: usize) -> Option<Row<'_>> {
        let words = self.layout.words();
        let start = customer % BLOCK_CUSTOMERS_COUNT * words;
        let words = self.blocks.get(customer / BLOCK_CUSTOMERS_COUNT)?.get(start..start + words)?;
        Some(Row { first_month: self.first_month, layout: self.layout, words })
    }

    /// Makes room for months, segments and so many customers.
    fn reach(&mut self, first: i32, last: i32, has_segments: bool, customers_count: usize) -> Result<(), LedgerFault> {
        if self.layout.months_count == 0 {
            self.first_month = first;
            self.layout.months_count = WIDENING_MONTHS;
        }
        let own_last = self.first_month + i32::try_from(self.layout.months_count).unwrap_or(i32::MAX) - 1;
        let has_segments = self.layout.has_segments || has_segments;
        if first < self.first_month || last > own_last || has_segments != self.layout.has_segments {
            self.widen(self.first_month.min(first), own_last.max(last), has_segments)?;
        }
        while customers_count > self.blocks.len() * BLOCK_CUSTOMERS_COUNT {
            self.blocks.push(self.layout.block());
        }
        Ok(())
    }

    /// Lays every row out again over more months, with some to spare on the side that grew.
    fn widen(&mut self, first: i32, last: i32, has_segments: bool) -> Result<(), LedgerFault> {
        let span = usize::try_from(last.checked_sub(first).ok_or(LedgerFault::TooLong)?).unwrap_or(usize::MAX);
        if span >= SPAN_MONTHS_MAX {
            return Err(LedgerFault::TooLong);
        }
        let months_count = (span + 1).next_multiple_of(WIDENING_MONTHS);
        let spare = i32::try_from(months_count - span - 1).unwrap_or_default();
        let first = if first < self.first_month { first - spare } else { first };
        let old = std::mem::take(self);
        *self = Self { first_month: first, layout: Layout { months_count, has_segments }, blocks: Vec::new() };
        let shift = usize::try_from(old.first_month - first).unwrap_or_default();
        // Block by block: an old one is given back before the next new one is made.
        for old_block in old.blocks {
            let mut block = self.layout.block();
            let rows = block.chunks_mut(self.layout.words()).zip(old_block.chunks(old.layout.words()));
            rows.for_each(|(row, words)| {
                copy(row, self.layout, Row { first_month: old.first_month, layout: old.layout, words }, shift);
            });
            self.blocks.push(block);
        }
        Ok(())
    }
}

/// A row in a wider layout, so many months further on.
fn copy(to: &mut [u64], layout: Layout, from: Row<'_>, shift: usize) {
    for (place, amount) in from.amounts().iter().enumerate().filter(|(place, _)| from.is_seen(*place)) {
        let column = place + shift;
        set_bit(to, column);
        if from.is_twice(place)
            && let Some(twice) = to.get_mut(layout.bits_words()..)
        {
            set_bit(twice, column);
        }
        if layout.has_segments
            && let Some(word) = to.get_mut(layout.segments_start() + column / WORD_SEGMENTS)
        {
            *word |= u64::from(from.segment_at(place)) << (column % WORD_SEGMENTS * 8);
        }
        if let Some(cell) = to.get_mut(layout.amounts_start() + column) {
            *cell = *amount;
        }
    }
}

/// What two rows say of a segment together.
const fn both_segments(one: u8, other: u8) -> u8 {
    match (one, other) {
        (one, NO_SEGMENT) => one,
        (NO_SEGMENT, other) => other,
        (one, other) if one == other => one,
        _ => SEVERAL_SEGMENTS,
    }
}
