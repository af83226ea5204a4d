pub mod organization;
pub mod project;
pub mod task;
