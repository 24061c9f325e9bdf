//! A page as bytes: Markdown for models and documents, plain or coloured text for terminals. Knows no tool.

mod grid;
mod markdown;
mod terminal;

pub use markdown::{escape, markdown};
pub use terminal::{Ink, terminal};
