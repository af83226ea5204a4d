//~ clean
pub mod prelude;
pub mod document; pub mod folder; pub mod team; pub mod team_member; pub mod user;
