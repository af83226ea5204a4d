//! The catalog's rows, found by the name that code writes.

use partywall_catalog::{
    BroadcastRow, CacheRow, Catalog, ConditionRow, EffectRow, FormRow, GuardRow, NarrowingRow, NeutralRow, ParamRow,
    QueryRow, RelayRow, Rows, SharedRow, SourceRow, SqlRow, StepRow, StopRow,
};
use partywall_ir::Language;

/// Rows by name, over all files of one catalog.
pub struct Index<'a> {
    /// Calls that start a query.
    pub query_call: Rows<&'a QueryRow>,
    /// Members that start a query.
    pub query_member: Rows<&'a QueryRow>,
    /// Types whose values are queries.
    pub query_type: Rows<&'a QueryRow>,
    /// Types of objects that are conditions.
    pub query_gathers: Rows<&'a QueryRow>,
    /// Queries that a class names, by its members' names.
    pub query_field: Rows<&'a QueryRow>,
    /// Queries that a caller began, by the parameter's type.
    pub query_passed: Rows<&'a QueryRow>,
    /// Calls that open blocks inside of which automatic filters are off.
    pub step_within: Rows<&'a StepRow>,
    /// Calls on a query.
    pub step: Rows<&'a StepRow>,
    /// Calls in a condition.
    pub condition: Rows<&'a ConditionRow>,
    /// Calls that take SQL.
    pub sql: Rows<&'a SqlRow>,
    /// Members whose value is SQL when a text is assigned to them.
    pub sql_member: Rows<&'a SqlRow>,
    /// Attributes of members that are sources.
    pub source_attribute: Rows<&'a SourceRow>,
    /// Members that are sources.
    pub source_member: Rows<&'a SourceRow>,
    /// Calls that are sources.
    pub source_call: Rows<&'a SourceRow>,
    /// Global names that are sources.
    pub source_global: Rows<&'a SourceRow>,
    /// Types whose values are sources.
    pub source_type: Rows<&'a SourceRow>,
    /// Calls that guard.
    pub guard_call: Rows<&'a GuardRow>,
    /// Attributes that guard; a name that ends in `*` is in [`Index::guard_prefix`].
    pub guard_attribute: Rows<&'a GuardRow>,
    /// Types that guard.
    pub guard_type: Rows<&'a GuardRow>,
    /// Class variables that list guards.
    pub guard_field: Rows<&'a GuardRow>,
    /// Calls that put something in front of handlers.
    pub guard_wrap: Rows<&'a GuardRow>,
    /// Types that decide policies.
    pub guard_decides: Rows<&'a GuardRow>,
    /// Calls that say what a policy asks for.
    pub guard_configures: Rows<&'a GuardRow>,
    /// What tells guards of the program's own that attributes put in front of handlers.
    pub guard_fronts: Vec<(Option<Language>, &'a GuardRow)>,
    /// Methods of a handler's own type that run around it or in front of it.
    pub guard_own: Vec<(Option<Language>, &'a GuardRow)>,
    /// Methods of a handler's own type that give its list of guards.
    pub guard_lists: Vec<(Option<Language>, &'a GuardRow)>,
    /// Methods that run in front of every handler.
    pub guard_everywhere: Vec<(Option<Language>, &'a GuardRow)>,
    /// Keywords that list guards.
    pub guard_keyword: Rows<&'a GuardRow>,
    /// Calls that pass a call on.
    pub relay: Rows<&'a RelayRow>,
    /// Calls that hand rows to the types in a list.
    pub narrowing: Rows<&'a NarrowingRow>,
    /// Calls that do not return, or that tell of failure.
    pub stop: Rows<&'a StopRow>,
    /// Calls that change nothing.
    pub neutral: Rows<&'a NeutralRow>,
    /// Calls after which something has happened.
    pub effect: Rows<&'a EffectRow>,
    /// Calls that push to every connected client.
    pub broadcast_call: Rows<&'a BroadcastRow>,
    /// What such calls are called on.
    pub broadcast_on: Rows<&'a BroadcastRow>,
    /// Attributes of functions whose work is undone when they raise.
    pub effect_attribute: Rows<&'a EffectRow>,
    /// Calls that keep a value under a key.
    pub cache: Rows<&'a CacheRow>,
    /// Attributes that keep what a function gives.
    pub cache_attribute: Rows<&'a CacheRow>,
    /// Types of caches that each tenant has of its own.
    pub cache_own: Vec<String>,
    /// What outlives a request, in order.
    pub shared: Vec<(Option<Language>, &'a SharedRow)>,
    /// What holds state outside of the program, by its last name.
    pub shared_path: Rows<&'a SharedRow>,
    /// Calls that give what a holder holds.
    pub shared_opens: Rows<&'a SharedRow>,
    /// Calls that put a value into what outlives a request.
    pub shared_puts: Rows<&'a SharedRow>,
    /// Members and calls that give an object's class.
    pub shared_class_of: Rows<&'a SharedRow>,
    /// Members that are what they are called on.
    pub neutral_through: Rows<&'a NeutralRow>,
    /// By members that are items of a tuple.
    pub neutral_items: Rows<&'a NeutralRow>,
    /// Attributes that matter to no query.
    pub neutral_attribute: Rows<&'a NeutralRow>,
    /// Methods that put what a request sent into a row.
    pub form_fills: Rows<&'a FormRow>,
    /// Members of a form that hold what was sent once it was looked at.
    pub form_taken: Rows<&'a FormRow>,
    /// Members of a form that show what was written.
    pub form_shown: Rows<&'a FormRow>,
    /// Methods of a form that write its row.
    pub form_saves: Rows<&'a FormRow>,
    /// Arguments that hold the row of a form.
    pub form_row: Rows<&'a FormRow>,
    /// Forms, in order.
    pub forms: Vec<(Option<Language>, &'a FormRow)>,
    /// What makes objects of their members in order.
    pub in_order: Vec<(Option<Language>, &'a NeutralRow)>,
    /// Methods that run when their object is called.
    pub called: Vec<&'a str>,
    /// What may stand before a member's name in the name of a call that sets it.
    pub setters: Vec<&'a str>,
    /// Parameters, in order.
    pub params: Vec<(Option<Language>, &'a ParamRow)>,
}

impl<'a> Index<'a> {
    /// Indexes a catalog.
    pub fn new(catalog: &'a Catalog) -> Self {
        let files = catalog.files();
        let guard_everywhere = files.iter().flat_map(|file| {
            let rows = file.guard.iter().filter(|row| !row.everywhere.is_empty());
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        let guard_own = files.iter().flat_map(|file| {
            let own = |row: &&GuardRow| !row.around.is_empty() || !row.in_front.is_empty();
            let rows = file.guard.iter().filter(own);
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        let guard_fronts = files.iter().flat_map(|file| {
            let fronts = |row: &&GuardRow| !row.filters.is_empty() || !row.through.is_empty();
            let rows = file.guard.iter().filter(fronts);
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        let guard_lists = files.iter().flat_map(|file| {
            let rows = file.guard.iter().filter(|row| !row.lists.is_empty());
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        let params = files
            .iter()
            .flat_map(|file| {
                file.param
                    .iter()
                    .map(|row| (Language::from_id(&file.framework.language), row))
            })
            .collect();
        let forms = files.iter().flat_map(|file| {
            let rows = file.form.iter();
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        let in_order = files.iter().flat_map(|file| {
            let rows = file.neutral.iter().filter(|row| !row.in_order.is_empty());
            rows.map(|row| (Language::from_id(&file.framework.language), row))
        });
        Self {
            query_call: Rows::index(files, |f| &f.query, |r| &r.call, |r| r),
            query_member: Rows::index(files, |f| &f.query, |r| if r.gathers { &[] } else { &r.member }, |r| r),
            query_type: Rows::index(files, |f| &f.query, |r| if r.gathers { &[] } else { &r.of_type }, |r| r),
            query_gathers: Rows::index(files, |f| &f.query, |r| if r.gathers { &r.of_type } else { &[] }, |r| r),
            query_field: Rows::index(files, |f| &f.query, |r| &r.class_field, |r| r),
            query_passed: Rows::index(files, |f| &f.query, |r| &r.passed_type, |r| r),
            step: Rows::index(files, |f| &f.step, |r| if r.within { &[] } else { &r.call }, |r| r),
            step_within: Rows::index(files, |f| &f.step, |r| if r.within { &r.call } else { &[] }, |r| r),
            condition: Rows::index(files, |f| &f.condition, |r| &r.call, |r| r),
            sql: Rows::index(files, |f| &f.sql, |r| &r.call, |r| r),
            sql_member: Rows::index(files, |f| &f.sql, |r| &r.member, |r| r),
            source_attribute: Rows::index(files, |f| &f.source, |r| &r.attribute, |r| r),
            source_member: Rows::index(files, |f| &f.source, |r| &r.member, |r| r),
            source_call: Rows::index(files, |f| &f.source, |r| &r.call, |r| r),
            source_global: Rows::index(files, |f| &f.source, |r| &r.global, |r| r),
            source_type: Rows::index(files, |f| &f.source, |r| &r.of_type, |r| r),
            guard_call: Rows::index(files, |f| &f.guard, |r| &r.call, |r| r),
            guard_attribute: Rows::index(files, |f| &f.guard, |r| &r.attribute, |r| r),
            guard_type: Rows::index(files, |f| &f.guard, |r| &r.of_type, |r| r),
            guard_field: Rows::index(files, |f| &f.guard, |r| &r.class_field, |r| r),
            guard_wrap: Rows::index(files, |f| &f.guard, |r| &r.wrap, |r| r),
            guard_decides: Rows::index(files, |f| &f.guard, |r| &r.decides, |r| r),
            guard_configures: Rows::index(files, |f| &f.guard, |r| &r.configures, |r| r),
            guard_fronts: guard_fronts.collect(),
            guard_own: guard_own.collect(),
            guard_lists: guard_lists.collect(),
            guard_everywhere: guard_everywhere.collect(),
            guard_keyword: Rows::index(files, |f| &f.guard, |r| &r.keyword, |r| r),
            relay: Rows::index(files, |f| &f.relay, |r| &r.call, |r| r),
            narrowing: Rows::index(files, |f| &f.narrowing, |r| &r.call, |r| r),
            stop: Rows::index(files, |f| &f.stop, |r| &r.call, |r| r),
            neutral_through: Rows::index(files, |f| &f.neutral, |r| &r.through, |r| r),
            neutral_items: Rows::index(files, |f| &f.neutral, |r| &r.items, |r| r),
            neutral: Rows::index(files, |f| &f.neutral, |r| &r.call, |r| r),
            effect: Rows::index(files, |f| &f.effect, |r| &r.call, |r| r),
            broadcast_call: Rows::index(files, |f| &f.broadcast, |r| &r.call, |r| r),
            broadcast_on: Rows::index(files, |f| &f.broadcast, |r| &r.on, |r| r),
            effect_attribute: Rows::index(files, |f| &f.effect, |r| &r.attribute, |r| r),
            cache: Rows::index(files, |f| &f.cache, |r| &r.call, |r| r),
            cache_attribute: Rows::index(files, |f| &f.cache, |r| &r.attribute, |r| r),
            cache_own: {
                let rows = files.iter().flat_map(|file| &file.cache).filter(|row| row.own);
                rows.flat_map(|row| row.on_type.iter().cloned()).collect()
            },
            shared: files
                .iter()
                .flat_map(|file| {
                    let language = Language::from_id(&file.framework.language);
                    file.shared.iter().map(move |row| (language, row))
                })
                .collect(),
            shared_path: Rows::index(files, |f| &f.shared, |r| &r.path, |r| r),
            shared_opens: Rows::index(files, |f| &f.shared, |r| &r.opens, |r| r),
            shared_puts: Rows::index(files, |f| &f.shared, |r| &r.puts, |r| r),
            shared_class_of: Rows::index(files, |f| &f.shared, |r| &r.class_of, |r| r),
            neutral_attribute: Rows::index(files, |f| &f.neutral, |r| &r.attribute, |r| r),
            form_fills: Rows::index(files, |f| &f.form, |r| &r.fills, |r| r),
            form_taken: Rows::index(files, |f| &f.form, |r| &r.taken, |r| r),
            form_shown: Rows::index(files, |f| &f.form, |r| &r.shown, |r| r),
            form_saves: Rows::index(files, |f| &f.form, |r| &r.save, |r| r),
            form_row: Rows::index(files, |f| &f.form, |r| std::slice::from_ref(&r.row), |r| r),
            forms: forms.collect(),
            in_order: in_order.collect(),
            called: files
                .iter()
                .flat_map(|file| &file.words.called)
                .map(String::as_str)
                .collect(),
            setters: files
                .iter()
                .flat_map(|file| &file.words.setter)
                .map(String::as_str)
                .collect(),
            params,
        }
    }
}
