//! What the program's own macros write: queries of a type, and a check that refuses.

#[macro_export]
macro_rules! found_by_uuid {
    ($table:ident, $parent:ident) => {
        pub fn found(conn: &mut Conn, parent: i32, uuid: &str) -> Result<Self, HttpError> {
            $table::table
                .filter($table::$parent.eq(parent))
                .filter($table::uuid.eq(uuid))
                .first(conn)
                .map_err(HttpError::from)
        }
    };
    ($table:ident) => {
        pub fn any(conn: &mut Conn, uuid: &str) -> Result<Self, HttpError> {
            $table::table.filter($table::uuid.eq(uuid)).first(conn).map_err(HttpError::from)
        }
    };
}

#[macro_export]
macro_rules! same_user {
    ($caller:expr, $rbac:expr, $uuid:expr $(,)?) => {
        if !($caller.is_admin(&$rbac) || $caller.uuid() == $uuid) {
            return Err($crate::forbidden());
        }
    };
}
