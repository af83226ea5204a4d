//! The rules: one file and one page each. A rule words verdicts; it never walks syntax and names no language.
//!
//! To add one: its file, its page in `docs/`, and two lines here (see `lints/README.md`).

mod broad_bypass;
mod check_against_request;
mod cross_tenant_broadcast;
mod cross_tenant_job;
mod dropped_tenant;
mod frozen_filter;
mod late_check;
mod open_check;
mod open_filter;
mod overwritten_filter;
mod shared_tenant_state;
mod tenant_from_request;
mod tenantless_cache_key;
mod tenantless_message;
mod unfiltered_entity;
mod unreviewed_bypass;
mod unscoped_list;
mod unscoped_lookup;
mod unscoped_sql;
mod unscoped_write;
mod untied_child;
mod unverified_reference;
mod wording;
mod writable_tenant_key;

pub use wording::{done, speaks_of};

use partywall_engine::Facts;
use partywall_report::{Finding, RuleMeta};

/// A rule: what reports declare of it, and what finds it.
pub struct Rule {
    /// Its id, level, page and the rest.
    pub meta: RuleMeta,
    check: fn(&Facts, &mut Vec<Finding>),
}

/// All rules, by id.
pub static RULES: &[&Rule] = &[
    &broad_bypass::RULE,
    &check_against_request::RULE,
    &cross_tenant_broadcast::RULE,
    &cross_tenant_job::RULE,
    &dropped_tenant::RULE,
    &frozen_filter::RULE,
    &late_check::RULE,
    &open_check::RULE,
    &open_filter::RULE,
    &overwritten_filter::RULE,
    &shared_tenant_state::RULE,
    &tenant_from_request::RULE,
    &tenantless_cache_key::RULE,
    &tenantless_message::RULE,
    &unfiltered_entity::RULE,
    &unreviewed_bypass::RULE,
    &unscoped_list::RULE,
    &unscoped_lookup::RULE,
    &unscoped_sql::RULE,
    &unscoped_write::RULE,
    &untied_child::RULE,
    &unverified_reference::RULE,
    &writable_tenant_key::RULE,
];

/// What reports declare of all rules, by id.
pub fn metas() -> Vec<&'static RuleMeta> {
    RULES.iter().map(|rule| &rule.meta).collect()
}

/// The findings of the rules that `selected` asks for, by file, place and rule; one place is reported once by each rule.
pub fn check(facts: &Facts, selected: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if selected(rule.meta.id) {
            (rule.check)(facts, &mut findings);
        }
    }
    findings.sort_by(|a, b| (a.primary, a.rule, &a.message).cmp(&(b.primary, b.rule, &b.message)));
    findings.dedup_by(|a, b| a.primary == b.primary && a.rule == b.rule);
    findings
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn rules_stand_in_the_order_of_their_ids() {
        assert!(RULES.is_sorted_by_key(|rule| rule.meta.id));
    }
}
