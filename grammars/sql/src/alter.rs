//! `ALTER TABLE`: what each operation changes, as fields and attributes of an extension of the table.

use partywall_ir::{Span, TypeDecl};
use sqlparser::ast::{self, AlterColumnOperation, AlterTableOperation as Operation};

use crate::create::last;
use crate::file::File;
use crate::prepare::Prepared;

impl File<'_> {
    /// Adds what an operation changes to the extension.
    pub(crate) fn alter(&mut self, prepared: &Prepared, operation: &Operation, decl: &mut TypeDecl, span: Span) {
        let text = |ident: &ast::Ident| prepared.restore(&ident.value);
        let mut note = |file: &mut Self, path: &str, texts: &[String]| {
            let attribute = file.attribute(path, texts, span);
            decl.attributes.push(attribute);
        };
        match operation {
            Operation::AddColumn { column_def, .. } => {
                let field = self.column(prepared, column_def, span);
                decl.fields.push(field);
            }
            Operation::AddConstraint { constraint, .. } => self.constraint(prepared, constraint, decl, span),
            Operation::EnableRowLevelSecurity => note(self, "sql.row_security", &["enable".to_owned()]),
            Operation::DisableRowLevelSecurity => note(self, "sql.row_security", &["disable".to_owned()]),
            Operation::ForceRowLevelSecurity => note(self, "sql.row_security", &["force".to_owned()]),
            Operation::NoForceRowLevelSecurity => note(self, "sql.row_security", &["no force".to_owned()]),
            Operation::DropColumn { column_names, .. } => {
                for column in column_names {
                    note(self, "sql.drop_column", &[text(column)]);
                }
            }
            Operation::DropConstraint { name, .. } => note(self, "sql.drop_constraint", &[text(name)]),
            Operation::RenameColumn {
                old_column_name,
                new_column_name,
            } => {
                note(
                    self,
                    "sql.rename_column",
                    &[text(old_column_name), text(new_column_name)],
                );
            }
            Operation::RenameTable { table_name } => {
                let (ast::RenameTableNameKind::As(name) | ast::RenameTableNameKind::To(name)) = table_name;
                note(self, "sql.rename_table", &[last(prepared, name)]);
            }
            Operation::OwnerTo { new_owner } => note(self, "sql.owner", &[new_owner.to_string()]),
            Operation::AlterColumn { column_name, op } => match op {
                AlterColumnOperation::SetNotNull => note(self, "sql.not_null", &[text(column_name)]),
                AlterColumnOperation::DropNotNull => note(self, "sql.nullable", &[text(column_name)]),
                _ => {}
            },
            Operation::ChangeColumn {
                old_name,
                new_name,
                data_type,
                options,
                ..
            } => {
                if old_name.value != new_name.value {
                    note(self, "sql.rename_column", &[text(old_name), text(new_name)]);
                }
                let field = self.column(prepared, &definition(new_name, data_type, options), span);
                decl.fields.push(field);
            }
            Operation::ModifyColumn {
                col_name,
                data_type,
                options,
                ..
            } => {
                let field = self.column(prepared, &definition(col_name, data_type, options), span);
                decl.fields.push(field);
            }
            _ => {}
        }
    }
}

fn definition(name: &ast::Ident, data_type: &ast::DataType, options: &[ast::ColumnOption]) -> ast::ColumnDef {
    ast::ColumnDef {
        name: name.clone(),
        data_type: data_type.clone(),
        options: options
            .iter()
            .map(|option| ast::ColumnOptionDef {
                name: None,
                option: option.clone(),
            })
            .collect(),
    }
}
