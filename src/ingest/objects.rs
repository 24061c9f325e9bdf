//! Rows that come as JSON objects, from whichever file: keys are matched as headers are, and each row is read by its
//! shape.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::amounts::{Parts, Seen, Style, decide, is_number, may_be_styled, plain_text};
use super::cell_text::day_of;
use super::check::{RowFault, unfit};
use super::columns::{Slot, Target, check_named, match_columns, slots};
use super::feed::{Feed, PROGRESS_ROWS_COUNT};
use super::pieces::Takers;
use super::table::TablePlace;
use crate::problem::{Code, Collector, Problem, Problems, Stop};
use crate::shape::{Leaf, Record, fold, read_row, shown_key};

/// Takes the rows of a file.
pub(super) trait Take {
    /// The file was opened: what is worth saying of how it is written.
    fn written(&mut self, told: &[&'static str]);
    /// A row, counted from 0.
    fn row(&mut self, row: usize, value: Value) -> Result<(), Stop>;
    /// A key beside the table.
    fn other_key(&mut self, key: &str);
}

/// A file of objects that can be read from its front as often as wanted.
pub(super) type EachRow<'a> = dyn Fn(&mut dyn Take) -> Result<(), Stop> + 'a;

/// Reads every row and hands it on; a second time where numbers are dressed up, as text in JSON may be.
///
/// # Errors
/// What is wrong with the file or its rows, or that the caller is gone.
pub(super) fn read<R: DeserializeOwned, H, T>(
    each_row: &EachRow<'_>,
    place: &TablePlace,
    feed: &mut Feed<'_, T>,
    takers: &Takers<'_, R, H, T>,
) -> Result<H, Stop> {
    let keys = Keys::of(feed.record, feed.columns)?;
    let hand = (takers.fresh)();
    let mut reader = Reader { place, feed, keys, styles: Styles::Unknown, rows_count: 0, takers, hand };
    match each_row(&mut reader) {
        Err(_) if matches!(reader.styles, Styles::Wanted) => {}
        read => return reader.end(read),
    }
    let numbers: Vec<usize> = reader.keys.numbers().map(|(slot, _)| slot).collect();
    let names: Vec<String> =
        numbers.iter().filter_map(|slot| reader.keys.slots.get(*slot)).map(|slot| slot.name.clone()).collect();
    reader.styles = Styles::Seeing(vec![Seen::default(); numbers.len()]);
    reader.rows_count = 0;
    let seen = each_row(&mut reader);
    if seen.is_err() {
        return reader.end(seen);
    }
    let Styles::Seeing(seen) = std::mem::replace(&mut reader.styles, Styles::Unknown) else { return Ok(reader.hand) };
    let mut problems = Collector::default();
    let columns = names.iter().map(String::as_str).zip(seen).collect();
    let styles = decide(place, columns, &mut problems);
    problems.finish()?;
    reader.feed.note_styles(names.iter().map(String::as_str).zip(&styles));
    reader.styles = Styles::Told(numbers.into_iter().zip(styles).collect());
    reader.rows_count = 0;
    reader.feed.begin_again();
    reader.hand = (takers.fresh)();
    let read = each_row(&mut reader);
    reader.end(read)
}

/// How the numbers of the file are written.
enum Styles {
    /// As JSON has them, as far as was seen.
    Unknown,
    /// A number is dressed up: the pass was given up.
    Wanted,
    /// The whole column is being seen first.
    Seeing(Vec<Seen>),
    /// Each slot of numbers with its style.
    Told(Vec<(usize, Style)>),
}

struct Reader<'a, 'f, 'r, R, H, T> {
    place: &'a TablePlace,
    feed: &'a mut Feed<'f, T>,
    keys: Keys<'r>,
    styles: Styles,
    rows_count: usize,
    takers: &'a Takers<'a, R, H, T>,
    hand: H,
}

impl<R: DeserializeOwned, H, T> Reader<'_, '_, '_, R, H, T> {
    /// The outcome of a pass; a header that no row had is why the rows lack its field.
    fn end(self, read: Result<(), Stop>) -> Result<H, Stop> {
        match read {
            Err(Stop::Refused(refused)) if self.rows_count > 0 => Err(match self.keys.check_unseen() {
                Ok(()) => refused,
                Err(unseen) => unseen.and(refused),
            }
            .into()),
            Err(stop) => Err(stop),
            Ok(()) => {
                if self.rows_count > 0 {
                    self.keys.check_unseen()?;
                }
                Ok(self.hand)
            }
        }
    }

    /// Undresses the numbers of a row, or takes note that they are dressed.
    fn undress(&mut self, row: usize, map: &mut Map<String, Value>) -> Result<(), Stop> {
        match &mut self.styles {
            Styles::Unknown => {
                let is_dressed = self.keys.numbers().any(|(slot, leaf)| {
                    let text = self.keys.slots.get(slot).and_then(|slot| text_at(map, &slot.path));
                    text.is_some_and(|text| leaf.read_text(text).is_err() && may_be_styled(text))
                });
                if is_dressed {
                    self.styles = Styles::Wanted;
                    // Only ends the pass; nobody is told.
                    return Err(Stop::Cancelled);
                }
            }
            Styles::Seeing(seen) => {
                for ((slot, leaf), seen) in self.keys.numbers().zip(seen) {
                    if let Some(text) = self.keys.slots.get(slot).and_then(|slot| text_at(map, &slot.path)) {
                        seen.see(row, text, Parts::of(leaf));
                    }
                }
            }
            Styles::Told(styles) => {
                for (slot, style) in styles.iter() {
                    let Some(slot) = self.keys.slots.get(*slot) else { continue };
                    if let Some(plain) = text_at(map, &slot.path).and_then(|text| plain_text(text, style)) {
                        put(map, &slot.path, Value::String(plain));
                    }
                }
            }
            Styles::Wanted => {}
        }
        Ok(())
    }
}

impl<R: DeserializeOwned, H, T> Take for Reader<'_, '_, '_, R, H, T> {
    fn written(&mut self, told: &[&'static str]) {
        // A second pass opens the same file.
        if matches!(self.styles, Styles::Unknown) {
            self.feed.note(told.iter().copied().map(str::to_owned).collect());
        }
    }

    fn row(&mut self, row: usize, value: Value) -> Result<(), Stop> {
        self.rows_count = row + 1;
        if (self.rows_count as u64).is_multiple_of(PROGRESS_ROWS_COUNT) {
            self.feed.pause(self.rows_count as u64)?;
        }
        let at = self.place.row(row);
        let Value::Object(map) = value else {
            let help = "Every row is a JSON object with named fields.";
            return self.feed.fault(Problem::new(Code::BadRow, at, "expected an object", help));
        };
        let mut renamed = rename(&at, map, &mut self.keys, self.feed)?;
        self.keys.cut_to_days(&mut renamed);
        self.undress(row, &mut renamed)?;
        if matches!(self.styles, Styles::Seeing(_)) {
            return Ok(());
        }
        match read_row(self.feed.record, &renamed, &at) {
            Ok(reading) => {
                self.feed.tiny_percents(reading.tiny_percents);
                match R::deserialize(reading.value) {
                    Ok(typed) => match (self.takers.take)(&mut self.hand, typed) {
                        Ok(kept) => kept.into_iter().for_each(|row| self.feed.accept(row)),
                        Err(fault) => self.feed.fault(RowFault::of(0, fault).placed(self.place, row))?,
                    },
                    Err(error) => self.feed.fault(unfit(0, &error.to_string()).placed(self.place, row))?,
                }
            }
            Err(problems) => {
                for problem in problems.list() {
                    self.feed.fault(problem.clone())?;
                }
            }
        }
        Ok(())
    }

    fn other_key(&mut self, key: &str) {
        self.feed.ignored.insert(shown_key(key));
    }
}

/// The text at a path, where there is one.
fn text_at<'v>(map: &'v Map<String, Value>, path: &[&str]) -> Option<&'v str> {
    let (name, rest) = path.split_first()?;
    match (map.get(*name)?, rest) {
        (Value::String(text), []) => Some(text),
        (Value::Object(inner), rest) => text_at(inner, rest),
        _ => None,
    }
}

/// What the keys of the rows mean; found once a file where it is the same for all.
struct Keys<'r> {
    slots: Vec<Slot<'r>>,
    /// The record's fields by their folded names.
    fields: BTreeMap<String, &'r str>,
    named: Option<&'r Map<String, Value>>,
    /// Headers that `columns` names and no row had yet, folded.
    unseen: BTreeSet<String>,
    /// The headers of the first row.
    headers: Option<Vec<String>>,
}

impl<'r> Keys<'r> {
    fn of(record: &'r Record, named: Option<&'r Map<String, Value>>) -> Result<Self, Stop> {
        let slots = slots(record);
        if let Some(named) = named {
            // As if each header were there: only what no row can mend is told before the rows.
            let headers: Vec<String> = named.values().filter_map(Value::as_str).map(str::to_owned).collect();
            let mut problems = Collector::default();
            check_named(&headers, &slots, named, &mut problems);
            problems.finish()?;
        }
        let unseen = named.into_iter().flat_map(Map::values).filter_map(Value::as_str).map(fold).collect();
        let fields = record.fields.iter().map(|field| (fold(&field.name), field.name.as_str())).collect();
        Ok(Self { slots, fields, named, unseen, headers: None })
    }

    /// The slots of numbers, by their index, with what each must be.
    fn numbers(&self) -> impl Iterator<Item = (usize, &'r Leaf)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| match slot.target {
            Target::One(leaf) if is_number(leaf) => Some((index, leaf)),
            _ => None,
        })
    }

    /// Cuts timestamps where days are wanted, as exports write them.
    fn cut_to_days(&self, map: &mut Map<String, Value>) {
        for slot in self.slots.iter().filter(|slot| matches!(slot.target, Target::One(Leaf::Date))) {
            if let Some(text) = text_at(map, &slot.path)
                && let day = day_of(text)
                && day.len() < text.len()
            {
                put(map, &slot.path, day.into());
            }
        }
    }

    /// What `columns` names of the headers of a row; takes note of them.
    fn named_here(&mut self, headers: &[String]) -> Option<Map<String, Value>> {
        let named = self.named?;
        let here: BTreeSet<String> = headers.iter().map(|header| fold(header)).collect();
        self.unseen.retain(|header| !here.contains(header));
        if self.headers.is_none() {
            self.headers = Some(headers.to_vec());
        }
        let is_here = |header: &Value| header.as_str().is_some_and(|header| here.contains(&fold(header)));
        let of_row = named.iter().filter(|(_, header)| is_here(header));
        Some(of_row.map(|(field, header)| (field.clone(), header.clone())).collect())
    }

    /// Refuses `columns` that name a header which no row had.
    fn check_unseen(&self) -> Result<(), Problems> {
        let mut problems = Collector::default();
        let is_unseen = |header: &Value| header.as_str().is_some_and(|header| self.unseen.contains(&fold(header)));
        let unseen = self.named.into_iter().flatten().filter(|(_, header)| is_unseen(header));
        let unseen: Map<String, Value> = unseen.map(|(field, header)| (field.clone(), header.clone())).collect();
        check_named(self.headers.as_deref().unwrap_or_default(), &self.slots, &unseen, &mut problems);
        problems.finish()
    }
}

/// The row under our field names: keys match as headers do, dotted keys nest, unknown keys are set aside.
fn rename<R>(
    at: &str,
    map: Map<String, Value>,
    keys: &mut Keys<'_>,
    feed: &mut Feed<'_, R>,
) -> Result<Map<String, Value>, Stop> {
    let known = |key: &str| feed.record.field(key).is_some();
    if feed.columns.is_none() && map.keys().all(|key| known(key)) {
        return Ok(map);
    }
    let headers: Vec<String> = map.keys().cloned().collect();
    let named = keys.named_here(&headers);
    let mut problems = Collector::default();
    let mapping = match_columns(at, &headers, &keys.slots, named.as_ref(), &mut problems);
    for problem in problems.finish().err().iter().flat_map(Problems::list) {
        feed.fault(problem.clone())?;
    }
    let mut renamed = Map::new();
    for (slot, column) in keys.slots.iter().zip(&mapping.columns) {
        let value = column.and_then(|column| headers.get(column)).and_then(|header| map.get(header));
        if let Some(value) = value {
            put(&mut renamed, &slot.path, value.clone());
        }
    }
    for (key, value) in map {
        match keys.fields.get(&fold(&key)) {
            Some(field) if !renamed.contains_key(*field) => {
                renamed.insert((*field).to_owned(), value);
            }
            Some(_) => {}
            None => {
                let name = shown_key(&key);
                if mapping.ignored.contains(&name) {
                    feed.ignored.insert(name);
                }
            }
        }
    }
    Ok(renamed)
}

fn put(map: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [name] => {
            map.insert((*name).to_owned(), value);
        }
        [name, rest @ ..] => {
            let inner = map.entry((*name).to_owned()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
