//! The neutral page between a tool's figures and the bytes a person or a model reads.
//!
//! A page is headings, paragraphs, lists and tables of typed cells. It computes nothing and knows no markup.

use crate::units::{Amount, Money, Ratio};

/// What a reader sees, in order.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// One piece of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A title; level 1 is the page's own.
    Heading(u8, String),
    /// A paragraph, with a word set off before it where there is one.
    Paragraph(Option<&'static str>, String),
    /// Items in a row, numbered or not.
    List(Numbering, Vec<String>),
    /// A table.
    Table(Table),
}

/// Whether a list's items have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// 1. 2. 3.
    Numbered,
    /// Bullets.
    Bulleted,
}

/// A table of typed cells; numbers stand to the right.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The headers.
    pub headers: Vec<String>,
    /// The rows, each as long as the headers.
    pub rows: Vec<Vec<Cell>>,
}

/// One value of a table.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Text, perhaps the caller's.
    Text(String),
    /// Money of the call's currency.
    Money(Money),
    /// A fraction, shown in percent.
    Ratio(Ratio),
    /// A whole number.
    Count(u64),
    /// A number with decimals.
    Amount(Amount),
    /// A figure without a value.
    Unknown,
}

impl Cell {
    /// Whether it is set to the right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        !matches!(self, Self::Text(_))
    }

    /// As print shows it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Money(money) => money.to_string(),
            Self::Ratio(ratio) => ratio.to_string(),
            Self::Count(count) => Money::whole(*count).to_string(),
            Self::Amount(amount) => amount.to_string(),
            Self::Unknown => "–".to_owned(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Ratio> for Cell {
    fn from(ratio: Ratio) -> Self {
        Self::Ratio(ratio)
    }
}

impl From<Amount> for Cell {
    fn from(amount: Amount) -> Self {
        Self::Amount(amount)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(None, text.into()));
    }

    /// Adds a paragraph with a word set off before it.
    pub fn labelled(&mut self, label: &'static str, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(Some(label), text.into()));
    }

    /// Adds a list, unless it has no item.
    pub fn list(&mut self, numbering: Numbering, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(numbering, items));
        }
    }

    /// Adds a table, unless it has no row.
    pub fn table(&mut self, headers: &[&str], rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            let headers = headers.iter().map(|header| (*header).to_owned()).collect();
            self.blocks.push(Block::Table(Table { headers, rows }));
        }
    }
}
