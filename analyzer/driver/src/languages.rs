//! The frontends, one for each language.

use partywall_ir::{Frontend, Language};

/// The frontend of a language.
pub fn frontend(language: Language) -> &'static dyn Frontend {
    match language {
        Language::CSharp => &partywall_csharp::CSharp,
        Language::Python => &partywall_python::Python,
        Language::Rust => &partywall_rust::Rust,
        Language::Sql => &partywall_sql::Sql,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frontend_reads_the_language_it_is_listed_for() {
        for language in Language::ALL {
            assert_eq!(frontend(language).language(), language);
        }
    }
}
