//! What `cco_review` says: steps, the sentence, and the page in the owner's output format. Computes nothing.

use super::calc::Reviewed;
use super::facts::Facts;
use super::wire::{Blocks, Figures};
use super::words::{QuestionStatus, ReviewVerdict, Trigger, TriggerFrom};
use crate::report::{Numbering, Page};
use crate::rule::Finding;
use crate::tools::Notes;
use crate::units::Date;

/// Characters of the plan that the title shows.
const TITLE_CHARACTERS_COUNT_MAX: usize = 100;

/// The plan as the title shows it.
pub(super) fn title(plan: &str) -> String {
    let mut title: String = plan.chars().take(TITLE_CHARACTERS_COUNT_MAX).collect();
    if plan.chars().count() > TITLE_CHARACTERS_COUNT_MAX {
        title.push('…');
    }
    title
}

/// The verdict in one sentence with its numbers.
pub(super) fn bottom_line(facts: &Facts, reviewed: &Reviewed) -> String {
    if !facts.has_evidence() {
        return "BLOCK: not reviewable yet; bring starting, churned, contraction and expansion ARR first.".to_owned();
    }
    let grr = facts.grr().map_or_else(|| "gross retention unknown".to_owned(), |grr| format!("GRR {grr}"));
    let verdict = reviewed.verdict.as_str();
    match reviewed.fired.iter().min_by_key(|fired| (fired.rule.severity, fired.rule.id)) {
        None => format!("{verdict}: {grr}, and every required question passes."),
        Some(first) => {
            let more = reviewed.fired.len() - 1;
            let rest = if more > 0 { format!(" ({more} more)") } else { String::new() };
            format!("{verdict}: {grr}; {} {}{rest}.", first.rule.id, first.message)
        }
    }
}

/// Three steps: what the rules demand, then what is still to be asked, then what always follows.
pub(super) fn next_steps(facts: &Facts, reviewed: &Reviewed, trigger: Trigger) -> [String; 3] {
    if !facts.has_evidence() {
        return [
            "Bring starting, churned, contraction and expansion ARR of the last 12 months by cohort.".to_owned(),
            "Ask for the first reason of each customer lost.".to_owned(),
            "Send the plan again with these under evidence.retention.".to_owned(),
        ];
    }
    let mut steps: Vec<String> = Vec::new();
    let mut add = |step: String| {
        if steps.len() < 3 && !steps.contains(&step) {
            steps.push(step);
        }
    };
    let waits = facts.hire.as_ref().and_then(|hire| hire.waits_because.as_ref());
    let mut fired: Vec<_> = reviewed.fired.iter().collect();
    fired.sort_by_key(|one| (one.rule.severity, one.rule.id));
    for one in fired {
        match waits {
            // What it waits for says more than that it waits.
            Some(because) if one.rule.id == "REV-31" => {
                add(format!("Settle before anybody is hired: {because} (plan_cs_hires)."));
            }
            _ => step_for(one.rule.id).into_iter().for_each(|step| add(step.to_owned())),
        }
    }
    // Gross retention has a step of its own when it is unknown.
    for question in reviewed.questions.iter().skip(1) {
        if question.status == QuestionStatus::Unanswered && trigger.required().contains(&question.id) {
            add(question.id.ask_of_tool());
        }
    }
    for question in reviewed.questions.iter().skip(1) {
        if question.status == QuestionStatus::Unanswered {
            add(question.id.ask_of_tool());
        }
    }
    add("Log the decision with these figures and the rules that fired.".to_owned());
    add("Name an owner and a date for each condition of the plan.".to_owned());
    add("Review it again after the next quarter's cohorts.".to_owned());
    let mut steps = steps.into_iter();
    std::array::from_fn(|_| steps.next().unwrap_or_default())
}

fn step_for(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "REV-01" => "Bring starting, churned, contraction and expansion ARR by cohort before anything else.",
        "REV-02" => "Take the claim back and publish the computed figure.",
        "REV-03" => "Show GRR beside NRR, with the leak and its counter-action, before anyone outside sees it.",
        "REV-04" => "Take the churn to Product and go-to-market: more CSMs cannot keep these customers.",
        "REV-05" => "Withdraw the headcount, or name the book it is for.",
        "REV-06" => {
            "Name the customer outcome that this hire unblocks, why it fails and the ARR at stake: plan_cs_hires."
        }
        "REV-07" => "Mend the CS pay plan first: off the Sales plan, off NPS alone.",
        "REV-08" => "Say what each tier gets that its neighbour does not, or keep the tiers.",
        "REV-09" => "Keep CSM and AM one role until the conditions of a split hold.",
        "REV-21" => "Say the interval with the figure, or wait for more customers.",
        "REV-22" => {
            "Write into the plan how gross retention gets over its line, by which cohort (accounts: \
             plan_churn_interventions)."
        }
        "REV-23" => "Interview the churned customers without a known first reason before naming a driver.",
        "REV-24" => "Cut the request to what gap and plan hold.",
        "REV-25" => "Look again at support cost and ICP fit: a book with nobody to let go is not segmented.",
        "REV-26" => "Move the CS pay plan to the corrected split.",
        "REV-27" => "Run the split as a hybrid: CSM keeps the renewal, AM closes.",
        "REV-28" => "Mend onboarding in the tiers beyond the warning line.",
        "REV-29" => "Bring all evidence to one date and stage.",
        "REV-31" => "Hire the role that plan_cs_hires names next, or bring the outcome that calls for the planned one.",
        _ => return None,
    })
}

/// The page in the owner's output format.
pub(super) fn page(figures: &Figures, findings: &[Finding], as_of: Option<Date>, notes: Notes<'_>) -> Page {
    let mut page = Page::default();
    page.heading(1, format!("CCO Review: {}", title(&figures.plan)));
    page.labelled("Date", as_of.map_or_else(|| "undated".to_owned(), |date| date.to_string()));
    page.heading(2, "The Decision Being Made");
    let derived = match figures.trigger_from {
        TriggerFrom::Given => "",
        TriggerFrom::Evidence => " (Taken from the evidence: no trigger was named.)",
    };
    page.paragraph(format!("{}{derived}", figures.trigger.sentence()));
    blocks(&figures.blocks, &mut page);
    page.heading(2, "Verdict");
    if figures.is_reviewable {
        page.paragraph(figures.verdict.lit());
        let rules = findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message));
        page.list(Numbering::Bulleted, rules.chain(notes.cut()).collect());
    } else {
        page.paragraph("🔴 BLOCK: not reviewable yet");
        let four = ["Starting ARR", "Churned ARR", "Contraction ARR", "Expansion ARR"];
        page.list(Numbering::Bulleted, four.map(str::to_owned).to_vec());
    }
    page.heading(2, "Next Steps");
    page.list(Numbering::Numbered, figures.next_steps.clone());
    let asks: Vec<String> = figures
        .questions
        .iter()
        .filter(|question| question.ask.is_some())
        .map(|question| question.id.ask_of_tool())
        .filter(|ask| !figures.next_steps.contains(ask))
        .collect();
    let own = notes.own_thresholds(figures.evidence_policy_overrides.as_ref());
    page.list(Numbering::Bulleted, asks.into_iter().chain(own).collect());
    page
}

fn blocks(blocks: &Blocks, page: &mut Page) {
    let shown = |value: Option<crate::units::Ratio>| value.map_or_else(|| "unknown".to_owned(), |one| one.to_string());
    if let Some(retention) = &blocks.retention {
        let driver = match (retention.top_driver, retention.top_driver_share) {
            (Some(driver), Some(share)) => format!("top churn driver {driver} at {share} of churn"),
            _ => "top churn driver unknown".to_owned(),
        };
        page.heading(2, "Retention");
        page.paragraph(format!(
            "GRR {} (vs vanity NRR {}) · {driver} · preventable {} · leaky bucket {}",
            shown(retention.grr),
            shown(retention.nrr),
            shown(retention.preventable_share),
            match retention.leaky_bucket {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            }
        ));
    }
    if let Some(segmentation) = &blocks.segmentation {
        let tiers: Vec<String> = segmentation
            .tiers
            .iter()
            .map(|tier| format!("{} {} ({})", tier.tier.title(), tier.customers, tier.customer_share))
            .collect();
        page.heading(2, "Segmentation");
        page.paragraph(format!(
            "{} · kill list {} ({} of customers, {} of ARR) · upgrade candidates {}",
            tiers.join(", "),
            segmentation.kill_customers,
            shown(segmentation.kill_customer_share),
            shown(segmentation.kill_arr_share),
            segmentation.upgrade_candidates
        ));
    }
    if let Some(coverage) = &blocks.coverage {
        page.heading(2, "Coverage");
        page.paragraph(format!(
            "Current {} | required now {} | required 12mo {} · annual cost (12mo) {} · manager trigger {}",
            coverage.current.map_or_else(|| "unknown".to_owned(), |count| count.to_string()),
            coverage.required_now,
            coverage.required_12mo,
            coverage.annual_cost_12mo.map_or_else(|| "unknown".to_owned(), |cost| cost.to_string()),
            if coverage.manager_needed { "yes" } else { "no" }
        ));
    }
    if let Some(org) = &blocks.org {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "not named".to_owned());
        let nobody = if org.customer_outcome.is_some() { "nobody yet" } else { "not named" };
        let why_not = org.why_not.as_ref().map_or_else(String::new, |other| format!("; {other}"));
        page.heading(2, "Org");
        page.paragraph(format!(
            "Next hire {} · why this, not the alternative: {}{why_not} · customer outcome unblocked: {}",
            org.next_hire.as_deref().unwrap_or(nobody),
            text(&org.why_this),
            text(&org.customer_outcome)
        ));
    }
}

/// The call that only a person can make.
pub(super) const fn your_decision(verdict: ReviewVerdict) -> &'static str {
    match verdict {
        ReviewVerdict::Ship => "Whether to go ahead now, and who answers for the outcome.",
        ReviewVerdict::Sharpen => "Whether what fired can be answered before the decision, or the decision waits.",
        ReviewVerdict::Block => "Whether to mend what blocks, or to drop the plan; overriding it is yours to sign.",
    }
}
