use serde::Serialize;

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Invoice {
    pub id: i64,
    pub organization_id: i64,
    pub number: String,
    pub total: i64,
    pub paid: bool,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Line {
    pub id: i64,
    pub invoice_id: i64,
    pub description: String,
    pub amount: i64,
}
