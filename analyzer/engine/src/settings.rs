//! What a project says of itself; every part may be empty, and then it is inferred.

/// A project's own word on its tenancy, over anything inferred.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Names of scope roots. When there are any, no others are inferred.
    pub roots: Vec<String>,
    /// Names of columns that hold the tenant: `tenant_id`, `OrgId`.
    pub tenant_keys: Vec<String>,
    /// What is known of single entities.
    pub entities: Vec<EntitySetting>,
    /// Dotted names of members and functions whose value is the caller's identity.
    pub identities: Vec<String>,
    /// Dotted names of functions, attributes and types that authorize the tenant or the record they are given.
    pub guards: Vec<String>,
}

/// What a project says of one entity.
#[derive(Clone, Debug, Default)]
pub struct EntitySetting {
    /// Its name.
    pub name: String,
    /// It belongs to nobody: never reported.
    pub shared: bool,
    /// The fields from it to its root, joined by dots (`project.organization_id`); empty when inferred.
    pub path: String,
}
