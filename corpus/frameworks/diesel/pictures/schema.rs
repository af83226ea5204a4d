diesel::table! {
    users (id) {
        id -> Int4,
        name -> Varchar,
    }
}

diesel::table! {
    medias (id) {
        id -> Int4,
        owner_id -> Int4,
    }
}

diesel::table! {
    blogs (id) {
        id -> Int4,
        title -> Varchar,
        icon_id -> Nullable<Int4>,
        banner_id -> Nullable<Int4>,
    }
}

diesel::joinable!(medias -> users (owner_id));
diesel::joinable!(blogs -> medias (icon_id));
