//~ clean
table! { users (id) { id -> Int4, name -> Varchar, email -> Varchar, admin -> Bool, } }
table! { note (id) { id -> Int4, owner_id -> Int4, board_id -> Int4, content -> Varchar, } }
table! { board (id) { id -> Int4, owner_id -> Int4, title -> Varchar, } }
table! { board_editor (id) { id -> Int4, board_id -> Int4, user_id -> Int4, } }
joinable!(note -> users (owner_id));
joinable!(note -> board (board_id));
joinable!(board -> users (owner_id));
joinable!(board_editor -> board (board_id));
joinable!(board_editor -> users (user_id));
