//! The people in CS by role: those known, and those that the roadmap has added.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::tools::hiring::words::Role;

/// People by role; a role that is not named is unknown, not empty.
#[derive(Debug, Clone, Default)]
pub(in crate::tools::hiring) struct Team {
    /// The counts given.
    pub(in crate::tools::hiring) known: BTreeMap<Role, u64>,
    added: BTreeMap<Role, u64>,
}

impl Team {
    /// A team of the counts given.
    pub(in crate::tools::hiring) const fn of(known: BTreeMap<Role, u64>) -> Self {
        Self { known, added: BTreeMap::new() }
    }

    /// One more person of the role.
    pub(super) fn add(&mut self, role: Role) {
        *self.added.entry(role).or_default() += 1;
    }

    fn added(&self, role: Role) -> u64 {
        self.added.get(&role).copied().unwrap_or(0)
    }

    /// How many hold the role; none if that is unknown.
    pub(in crate::tools::hiring) fn count(&self, role: Role) -> Option<u64> {
        self.known.get(&role).map(|known| known + self.added(role))
    }

    /// Whether at least so many hold the role.
    pub(super) fn has(&self, role: Role, count_min: Decimal) -> Option<bool> {
        let least = Decimal::from(self.known.get(&role).copied().unwrap_or(0) + self.added(role));
        match (least >= count_min, self.known.contains_key(&role)) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }

    /// Whether a role is known to be there, or known not to be.
    pub(super) fn stands(&self, role: Role) -> Option<bool> {
        self.has(role, Decimal::ONE)
    }

    fn least_people(&self) -> u64 {
        self.known.values().chain(self.added.values()).sum()
    }

    fn is_whole(&self) -> bool {
        Role::ALL.iter().all(|role| self.known.contains_key(role))
    }

    /// Everybody in CS; none while a role is unknown.
    pub(in crate::tools::hiring) fn people(&self) -> Option<u64> {
        self.is_whole().then(|| self.least_people())
    }

    /// Whether CS has at least so many people.
    pub(super) fn has_people(&self, count_min: Decimal) -> Option<bool> {
        match (Decimal::from(self.least_people()) >= count_min, self.is_whole()) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }

    /// Whether nobody was hired before: there is no CSM, and every count given is nobody. That no CCO is there says
    /// nothing of the rest.
    pub(super) fn is_nobody(&self) -> bool {
        self.known.get(&Role::Csm) == Some(&0) && self.least_people() == 0
    }
}
