diesel::table! {
    organizations (id) {
        id -> Int8,
        name -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Int8,
        email -> Text,
    }
}

diesel::table! {
    memberships (organization_id, user_id) {
        organization_id -> Int8,
        user_id -> Int8,
    }
}

diesel::table! {
    invoices (id) {
        id -> Int8,
        organization_id -> Int8,
        number -> Text,
        total -> Int8,
        paid -> Bool,
    }
}

diesel::table! {
    lines (id) {
        id -> Int8,
        invoice_id -> Int8,
        description -> Text,
        amount -> Int8,
    }
}

diesel::joinable!(memberships -> organizations (organization_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(invoices -> organizations (organization_id));
diesel::joinable!(lines -> invoices (invoice_id));
diesel::allow_tables_to_appear_in_same_query!(organizations, users, memberships, invoices, lines);
