//! The evidence of the tools that compose others: the arguments of each part, answered by its own tool.
//!
//! Every problem of every part is told at once, under the part's place. What a composing tool makes of the answers is
//! its own affair.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::comp::Comp;
use super::coverage::Coverage;
use super::hiring::Hiring;
use super::retention::Retention;
use super::run::{Nested, answer_nested, echoed};
use super::segmentation::Segmentation;
use super::time_to_value::TimeToValue;
use super::{Arguments, Call, Common, Tool, comp, coverage, hiring, retention, segmentation, time_to_value};
use crate::customers::Stage;
use crate::ingest::Host;
use crate::policy::PolicyTable;
use crate::problem::{Collector, Stop};
use crate::rule::NotAssessed;
use crate::shape::{Record, Shape};

/// The tools whose arguments are evidence.
pub(super) const COMPOSES: &[&str] =
    &[Retention::NAME, Segmentation::NAME, Coverage::NAME, TimeToValue::NAME, Comp::NAME, Hiring::NAME];

/// The longest list a tool gives; the evidence is counted, so nothing may be cut.
pub(super) const LIST_COUNT_MAX: u64 = 500;

/// The arguments of the other tools.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The same arguments as `retention_decompose`.
    #[schemars(extend("x-public" = {"type": "object", "description": "same arguments as retention_decompose"}))]
    pub retention: Option<Arguments<retention::wire::Input>>,
    /// The same arguments as `segment_customers`.
    #[schemars(extend("x-public" = {"type": "object", "description": "as segment_customers"}))]
    pub segmentation: Option<Arguments<segmentation::wire::Input>>,
    /// The same arguments as `size_cs_team`.
    #[schemars(extend("x-public" = {"type": "object", "description": "as size_cs_team"}))]
    pub coverage: Option<Arguments<coverage::wire::Input>>,
    /// The same arguments as `measure_time_to_value`.
    #[schemars(extend("x-public" = {"type": "object", "description": "as measure_time_to_value"}))]
    pub time_to_value: Option<Arguments<time_to_value::wire::Input>>,
    /// The same arguments as `check_cs_comp`.
    #[schemars(extend("x-public" = {"type": "object", "description": "as check_cs_comp"}))]
    pub comp: Option<Arguments<comp::wire::Input>>,
    /// The same arguments as `plan_cs_hires`: for a hire, or for the split of AM from CSM.
    #[schemars(extend("x-public" = {"type": "object", "description": "as plan_cs_hires"}))]
    pub hire: Option<Arguments<hiring::wire::Input>>,
}

/// The answers to the evidence, and what is told of them together.
pub(super) struct Answered {
    pub(super) retention: Option<Nested<Retention>>,
    pub(super) segmentation: Option<Nested<Segmentation>>,
    pub(super) coverage: Option<Nested<Coverage>>,
    pub(super) time_to_value: Option<Nested<TimeToValue>>,
    pub(super) comp: Option<Nested<Comp>>,
    pub(super) hire: Option<Nested<Hiring>>,
    /// Whether a role's pay plan binds for more than a year.
    pub(super) comp_is_multi_year: bool,
    /// The role that the hiring evidence says the plan asks for.
    pub(super) hire_planned_role: Option<hiring::words::Role>,
    pub(super) not_assessed: Vec<NotAssessed>,
    /// The thresholds that a part was answered with instead of the defaults, by part.
    pub(super) policy_overrides: Map<String, Value>,
    /// What the parts disagree on: stages, or dates.
    pub(super) disagreements: Vec<String>,
}

/// Answers every part of the evidence.
///
/// # Errors
/// Every problem of every part, or that the caller called it off.
pub(super) fn answer<P>(given: Evidence, call: &Call<'_, P>) -> Result<Answered, Stop> {
    let mut desk = Desk {
        top: &call.common,
        record: call.record,
        host: call.host,
        problems: Collector::default(),
        seen: Vec::new(),
        not_assessed: Vec::new(),
        policy_overrides: Map::new(),
    };
    let retention = desk.answer::<Retention>(given.retention, "retention")?;
    let segmentation = desk.answer::<Segmentation>(given.segmentation, "segmentation")?;
    let coverage = desk.answer::<Coverage>(given.coverage, "coverage")?;
    let time_to_value = desk.answer::<TimeToValue>(given.time_to_value, "time_to_value")?;
    let roles = given.comp.as_ref().and_then(|comp| comp.own.roles.as_deref()).unwrap_or_default();
    let comp_is_multi_year = roles.iter().any(|role| role.multi_year == Some(true));
    let comp = desk.answer::<Comp>(given.comp, "comp")?;
    let hire_planned_role = given.hire.as_ref().and_then(|hire| hire.own.planned_role);
    let hire = desk.answer::<Hiring>(given.hire, "hire")?;
    let disagreements = desk.disagreements();
    let Desk { problems, not_assessed, policy_overrides, .. } = desk;
    problems.finish()?;
    Ok(Answered {
        retention,
        segmentation,
        coverage,
        time_to_value,
        comp,
        hire,
        comp_is_multi_year,
        hire_planned_role,
        not_assessed,
        policy_overrides,
        disagreements,
    })
}

/// Answers parts of the evidence one after the other and keeps their problems.
struct Desk<'a> {
    /// The common arguments of the tool that composes.
    top: &'a Common,
    /// Its arguments' shape.
    record: &'a Record,
    host: &'a Host<'a>,
    problems: Collector,
    /// The stage and date that each part named itself.
    seen: Vec<Common>,
    not_assessed: Vec<NotAssessed>,
    policy_overrides: Map<String, Value>,
}

impl Desk<'_> {
    /// The answer of one part; none if it is absent or was refused.
    fn answer<T: Tool>(
        &mut self,
        arguments: Option<Arguments<T::Input>>,
        name: &'static str,
    ) -> Result<Option<Nested<T>>, Stop> {
        let Some(mut arguments) = arguments else { return Ok(None) };
        self.seen.push(arguments.common.clone());
        let has_own_policy = arguments.common.policy.as_ref().is_some_and(|own| !own.is_empty());
        arguments.common = self.inherited::<T>(arguments.common);
        let no_fields = Record::default();
        let record = self.record(name).unwrap_or(&no_fields);
        match answer_nested::<T>(arguments, record, self.host, &format!("evidence.{name}")) {
            Ok(nested) => {
                self.take_gaps(name, &nested.answer.not_assessed);
                if let (true, Some(overrides)) = (has_own_policy, &nested.common.policy) {
                    let used = echoed::<T>(overrides, &nested.policy);
                    self.policy_overrides.insert(name.to_owned(), Value::Object(used));
                }
                Ok(Some(nested))
            }
            Err(Stop::Refused(refused)) => {
                self.problems.append(refused);
                Ok(None)
            }
            Err(Stop::Cancelled) => Err(Stop::Cancelled),
        }
    }

    /// What a part could not assess stays said, under the part's name.
    fn take_gaps(&mut self, name: &str, gaps: &[NotAssessed]) {
        self.not_assessed.extend(
            gaps.iter()
                .map(|gap| NotAssessed::new(format!("{name}: {}", gap.what), gap.why.clone(), gap.needs.clone())),
        );
    }

    /// What stands at the top holds where the evidence names nothing of its own.
    fn inherited<T: Tool>(&self, own: Common) -> Common {
        let mut policy = Map::new();
        for (key, value) in self.top.policy.iter().flatten() {
            if key == T::NAME || T::Policy::rows().iter().any(|row| row.key == key) {
                policy.insert(key.clone(), value.clone());
            }
        }
        policy.extend(own.policy.into_iter().flatten());
        Common {
            stage: own.stage.or(self.top.stage),
            as_of: own.as_of.or(self.top.as_of),
            currency: own.currency.or_else(|| self.top.currency.clone()),
            policy: (!policy.is_empty()).then_some(policy),
            limit: Some(LIST_COUNT_MAX),
            offset: None,
            detail: None,
            ..own
        }
    }

    fn record(&self, name: &str) -> Option<&Record> {
        let Shape::Object(evidence) = &self.record.field("evidence")?.shape else { return None };
        match &evidence.field(name)?.shape {
            Shape::Object(record) => Some(record),
            _ => None,
        }
    }

    /// What the parts, and the top, disagree on, with the values; absent is not different.
    fn disagreements(&self) -> Vec<String> {
        let all = || self.seen.iter().chain(std::iter::once(self.top));
        let stages: BTreeSet<&str> = all().filter_map(|common| common.stage).map(Stage::as_str).collect();
        let dates: BTreeSet<String> = all().filter_map(|common| common.as_of).map(|date| date.to_string()).collect();
        let stages = (stages.len() > 1).then(|| format!("stage ({})", Vec::from_iter(stages).join(", ")));
        let dates = (dates.len() > 1).then(|| format!("date ({})", Vec::from_iter(dates).join(", ")));
        stages.into_iter().chain(dates).collect()
    }
}
