//~ clean
use sea_orm::entity::prelude::*;
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub team_id: i32,
    pub folder_id: Option<i32>,
    pub title: String,
}
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::team::Entity", from = "Column::TeamId", to = "super::team::Column::Id")]
    Team,
    #[sea_orm(belongs_to = "super::folder::Entity", from = "Column::FolderId", to = "super::folder::Column::Id")]
    Folder,
}
impl Related<super::team::Entity> for Entity { fn to() -> RelationDef { Relation::Team.def() } }
impl Related<super::folder::Entity> for Entity { fn to() -> RelationDef { Relation::Folder.def() } }
impl ActiveModelBehavior for ActiveModel {}
