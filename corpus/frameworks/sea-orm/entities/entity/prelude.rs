//~ clean
pub use super::document::Entity as Document;
pub use super::folder::Entity as Folder;
pub use super::team::Entity as Team;
pub use super::team_member::Entity as TeamMember;
