use diesel::prelude::*;
use serde::Serialize;

use crate::schema::{invoices, lines, memberships, organizations, users};

#[derive(Debug, Serialize, Queryable, Identifiable, Selectable)]
#[diesel(table_name = organizations)]
pub struct Organization {
    pub id: i64,
    pub name: String,
}

#[derive(Debug, Serialize, Queryable, Identifiable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: i64,
    pub email: String,
}

#[derive(Debug, Queryable, Identifiable, Selectable, Associations)]
#[diesel(table_name = memberships, primary_key(organization_id, user_id))]
#[diesel(belongs_to(Organization), belongs_to(User))]
pub struct Membership {
    pub organization_id: i64,
    pub user_id: i64,
}

#[derive(Debug, Serialize, Queryable, Identifiable, Selectable, Associations)]
#[diesel(table_name = invoices, belongs_to(Organization))]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub number: String,
    pub total: i64,
    pub paid: bool,
}

#[derive(Debug, Serialize, Queryable, Identifiable, Selectable, Associations)]
#[diesel(table_name = lines, belongs_to(Invoice))]
pub struct Line {
    pub id: i64,
    pub invoice_id: i64,
    pub description: String,
    pub amount: i64,
}
