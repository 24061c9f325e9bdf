//! The arithmetic of maturity. Pure: answers in, scores with their range, gaps and the next quarter's aim out.

mod scale;
mod score;

pub(super) use scale::{Answer, Goal, Scale};
pub(super) use score::{Assessment, Gap, Item, Range, Weightless, aim, assess, gaps};

#[cfg(test)]
mod tests;
