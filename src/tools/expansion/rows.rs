//! The rules stage of `find_expansion`: from rows to accounts, with the modules of all rows in one catalogue.

use std::collections::BTreeMap;

use super::calc::account::{Account, Catalogue, Module, Modules, Signals};
use super::policy::ExpansionPolicy;
use super::wire::{AccountInput, Input, PriceInput};
use super::words::Plan;
use crate::ingest::{Made, TablePlace, gather_rows};
use crate::problem::{Code, Collector, FILE_PROBLEMS_COUNT_MAX, Stop};
use crate::rule::NotAssessed;
use crate::shape::fold;
use crate::tools::Call;
use crate::tools::accounts::{Departure, Departures};
use crate::units::{Label, Ratio};

/// A table whose rows are right.
pub(super) struct Table {
    /// The accounts, in the order given.
    pub(super) accounts: Vec<Account>,
    /// What is on sale.
    pub(super) catalogue: Catalogue,
    /// Where the accounts stand.
    pub(super) place: TablePlace,
    /// Modules that have a price and stand in no account, by name.
    pub(super) prices_unused: Vec<Label>,
    /// Columns that were not used.
    pub(super) not_assessed: Vec<NotAssessed>,
}

impl Table {
    /// What people call an account.
    #[must_use]
    pub(super) fn called(&self, index: usize) -> &str {
        self.accounts.get(index).map_or("", |account| account.name.as_ref().unwrap_or(&account.id).as_str())
    }
}

/// What is wrong with a row.
enum Fault {
    /// The id stands before, at this row.
    Repeated(usize),
    /// More departments use it than there are.
    Departments { using: u32, total: u32 },
    /// A module is used and not owned.
    NotOwned(Label),
}

/// Checks the rules of every row, and the prices.
///
/// # Errors
/// An id, a module's price or nothing at all that stands twice, counts that cannot both be true, a day of leaving that
/// cannot be, or what the table's source refuses.
pub(super) fn check(input: Input, call: &Call<'_, ExpansionPolicy>) -> Result<Table, Stop> {
    let (mut rows, gathered) = gather_rows(&call.source("accounts"), input.accounts, call.host, &Made::typed(), Gathered::account)?;
    let Gathered { mut names, mut faults, departures } = gathered;
    faults.extend(repeated(&rows.rows));
    faults.sort_by_key(|(row, _)| *row);
    let mut problems = Collector::default();
    let told = match rows.place {
        TablePlace::Inline(_) => usize::MAX,
        TablePlace::File { .. } => FILE_PROBLEMS_COUNT_MAX,
    };
    for (row, fault) in faults.iter().take(told) {
        tell(*row, fault, &rows.rows, &rows.place, &mut problems);
    }
    if input.plans_sold.as_ref().is_some_and(Vec::is_empty) {
        problems.add(Code::Empty, "plans_sold", "the list is empty", "Name the plans on sale, or leave it out.");
    }
    let room = told.saturating_sub(faults.len().min(told));
    departures.check(&rows.place, call.common.as_of, room, &mut problems);
    let prices_unused = names.price(&input.module_prices.unwrap_or_default(), &mut problems);
    problems.finish()?;
    let left = departures.take_out(&mut rows.rows, |account| (account.row, account.arr));
    let mut plans = input.plans_sold.unwrap_or_else(|| Plan::ALL.to_vec());
    plans.sort_unstable();
    Ok(Table {
        accounts: rows.rows,
        catalogue: Catalogue { modules: names.modules, plans },
        place: rows.place,
        prices_unused,
        not_assessed: left.into_iter().chain(rows.not_assessed).collect(),
    })
}

/// What is gathered while the rows are read.
#[derive(Default)]
struct Gathered {
    names: Names,
    faults: Vec<(usize, Fault)>,
    departures: Departures,
}

impl Gathered {
    fn account(&mut self, row: AccountInput) -> Account {
        let departure = Departure { churned: row.churned, on: row.churned_on };
        let place = self.departures.next_row(departure);
        account(row, place, departure.is_gone(), &mut self.names, |fault| self.faults.push((place, fault)))
    }
}

fn tell(row: usize, fault: &Fault, accounts: &[Account], place: &TablePlace, problems: &mut Collector) {
    let (code, field, message, help) = match fault {
        Fault::Repeated(first) => {
            let id = accounts.get(row).map_or("", |account| account.id.as_str());
            let message = format!("the account \"{id}\" stands twice, first at {}", place.row(*first));
            (Code::Duplicate, "id", message, "Give each account once.")
        }
        Fault::Departments { using, total } => (
            Code::Identity,
            "departments_total",
            format!("{using} departments use it, of {total}"),
            "Count in departments those that use it now, in departments_total all that could.",
        ),
        Fault::NotOwned(name) => (
            Code::Identity,
            "modules_used",
            format!("\"{name}\" is used and stands not in modules_owned"),
            "Name only owned modules; a trial is neither owned nor counted.",
        ),
    };
    problems.add(code, place.field(row, field), message, help);
}

/// Rows whose id stands before.
fn repeated(accounts: &[Account]) -> Vec<(usize, Fault)> {
    let mut by_id: Vec<(&Label, usize)> = accounts.iter().enumerate().map(|(row, given)| (&given.id, row)).collect();
    by_id.sort_unstable();
    by_id
        .chunk_by(|(one, _), (other, _)| one == other)
        .filter_map(|same| same.split_first())
        .flat_map(|((_, first), later)| later.iter().map(|(_, row)| (*row, Fault::Repeated(*first))))
        .collect()
}

/// The account of a row; of one that has left the modules count for nobody.
fn account(
    row: AccountInput,
    place: usize,
    is_gone: bool,
    names: &mut Names,
    mut refuse: impl FnMut(Fault),
) -> Account {
    if let (Some(using), Some(total)) = (row.departments, row.departments_total)
        && using > total
    {
        refuse(Fault::Departments { using, total });
    }
    let owned = row.modules_owned.as_deref().map(|list| names.places(list));
    let available = row.modules_available.as_deref().map(|list| names.places(list));
    for place in owned.iter().flatten().filter(|_| !is_gone) {
        if let Some(module) = names.modules.get_mut(*place) {
            module.owners_count += 1;
        }
    }
    let is_owned = |place: &usize| owned.as_ref().is_some_and(|owned| owned.binary_search(place).is_ok());
    if let (Some(used), Some(_)) = (&row.modules_used, &owned) {
        let stray = used.iter().find(|name| !is_owned(&names.place(name)));
        if let Some(name) = stray {
            refuse(Fault::NotOwned(name.clone()));
        }
    }
    let used = row.modules_used.as_deref().map(|list| names.places(list));
    let open = match (&owned, available) {
        (Some(_), Some(available)) => Some(available.into_iter().filter(|place| !is_owned(place)).collect()),
        _ => None,
    };
    let modules =
        Modules { open, used: owned.as_ref().zip(used).map(|(owned, used)| (owned.len() as u64, used.len() as u64)) };
    Account {
        id: row.id,
        name: row.name,
        segment: row.tier,
        arr: row.arr_usd,
        health: row.health,
        seat_use: row.seat_utilisation.map(Ratio::decimal),
        modules,
        departments: row.departments,
        departments_total: row.departments_total,
        plan: row.current_plan,
        signals: row.signals.as_deref().map(Signals::of),
        days_since_value: row.days_since_first_value,
        outcome_proven: row.last_outcome_proven,
        row: place,
    }
}

/// The names of modules as they come: `SSO`, `sso` and `S-S-O ` written as one word are one module where they fold alike.
#[derive(Default)]
struct Names {
    by_spelling: BTreeMap<Label, usize>,
    by_fold: BTreeMap<String, usize>,
    modules: Vec<Module>,
}

impl Names {
    /// The place of a module in the catalogue.
    fn place(&mut self, name: &Label) -> usize {
        // Most spellings stand in many rows.
        if let Some(place) = self.by_spelling.get(name) {
            return *place;
        }
        let next = self.modules.len();
        let place = *self.by_fold.entry(fold(name.as_str())).or_insert(next);
        if place == next {
            self.modules.push(Module { name: name.clone(), price: None, owners_count: 0 });
        } else if let Some(module) = self.modules.get_mut(place)
            && *name < module.name
        {
            // The name that is shown must not depend on which row came first.
            module.name = name.clone();
        }
        self.by_spelling.insert(name.clone(), place);
        place
    }

    /// The places of some modules, in order and once each.
    fn places(&mut self, names: &[Label]) -> Vec<usize> {
        let mut places: Vec<usize> = names.iter().map(|name| self.place(name)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Writes the prices down; gives back those of modules that no account names.
    fn price(&mut self, prices: &[PriceInput], problems: &mut Collector) -> Vec<Label> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut unused = Vec::new();
        for (row, given) in prices.iter().enumerate() {
            let folded = fold(given.module.as_str());
            let module = self.by_fold.get(&folded).and_then(|place| self.modules.get_mut(*place));
            if let Some(first) = seen.insert(folded, row) {
                problems.add(
                    Code::Duplicate,
                    format!("module_prices[{row}].module"),
                    format!("\"{}\" has a price already, at module_prices[{first}]", given.module),
                    "Give one price a module.",
                );
                continue;
            }
            match module {
                Some(module) => module.price = Some(given.price_usd),
                None => unused.push(given.module.clone()),
            }
        }
        unused.sort_unstable();
        unused
    }
}
