use sea_orm::entity::prelude::*;
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub organization_id: i32,
    pub name: String,
}
impl Entity {
    pub fn secure_find(organization_id: i32) -> Select<Entity> {
        Self::find().filter(Column::OrganizationId.eq(organization_id))
    }
    pub fn secure_find_by_id(organization_id: i32, id: i32) -> Select<Entity> {
        Self::secure_find(organization_id).filter(Column::Id.eq(id))
    }
    pub fn is_of(organization_id: i32) -> impl IntoCondition {
        Expr::expr(Expr::col(Column::OrganizationId)).eq(organization_id)
    }
    pub fn by_id(id: i32) -> Select<Entity> {
        Self::find().filter(Column::Id.eq(id))
    }
}
impl Model {
    pub async fn fetch(db: &DatabaseConnection, organization_id: i32, id: i32) -> Result<Option<Self>, DbErr> {
        Entity::secure_find_by_id(organization_id, id).one(db).await
    }
    pub async fn fetch_any(db: &DatabaseConnection, id: i32) -> Result<Option<Self>, DbErr> {
        Entity::by_id(id).one(db).await
    }
}
