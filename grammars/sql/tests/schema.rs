//! What a schema file declares.

use partywall_ir::verify::verify;
use partywall_ir::{Attribute, ExprKind, Flags, Frontend, Lit, TypeDecl, TypeKind, Unit};
use partywall_sql::Sql;

fn lower(text: &str) -> Unit {
    let unit = Sql.lower("db/migrations/001_init.sql", text);
    assert_eq!(unit, Sql.lower("db/migrations/001_init.sql", text));
    assert_eq!(verify(&unit), [""; 0]);
    unit
}

fn text(unit: &Unit, id: partywall_ir::ExprId) -> String {
    match &unit.body[id].kind {
        ExprKind::Lit(Lit::Str(name)) => unit.text(*name).to_owned(),
        ExprKind::Collection { items, .. } => {
            format!(
                "[{}]",
                items.iter().map(|item| text(unit, *item)).collect::<Vec<_>>().join(" ")
            )
        }
        other => panic!("{other:?}"),
    }
}

fn attribute(unit: &Unit, attribute: &Attribute) -> String {
    let args: Vec<String> = attribute.args.iter().map(|arg| text(unit, arg.value)).collect();
    format!(
        "{}({})",
        unit.text(attribute.path).trim_start_matches("sql."),
        args.join(", ")
    )
}

fn decl(unit: &Unit, decl: &TypeDecl) -> Vec<String> {
    let kind = if decl.kind == TypeKind::Extension {
        "extend "
    } else {
        ""
    };
    let attributes: Vec<String> = decl.attributes.iter().map(|found| attribute(unit, found)).collect();
    let mut lines = vec![format!("{kind}{}: {}", unit.text(decl.name), attributes.join(" "))];
    for field in &decl.fields {
        let ty = field.ty.as_ref().map(|ty| unit.text(ty.name)).unwrap_or_default();
        let null = if field.flags.has(Flags::NULLABLE) { "?" } else { "" };
        let attributes: Vec<String> = field.attributes.iter().map(|found| attribute(unit, found)).collect();
        lines.push(
            format!("  {} {ty}{null} {}", unit.text(field.name), attributes.join(" "))
                .trim_end()
                .to_owned(),
        );
    }
    lines
}

fn all(text: &str) -> Vec<String> {
    let unit = lower(text);
    assert_eq!(unit.gaps, [], "{text}");
    unit.types.iter().flat_map(|found| decl(&unit, found)).collect()
}

#[test]
fn a_table_is_a_class_with_fields() {
    let found = all("CREATE TABLE IF NOT EXISTS app.\"Invoices\" (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            number BIGSERIAL,
            org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
            owner_id integer REFERENCES users,
            email varchar(255) UNIQUE,
            data jsonb DEFAULT '{}',
            PRIMARY KEY (id),
            UNIQUE (org_id, number),
            CONSTRAINT fk_owner FOREIGN KEY (org_id, owner_id) REFERENCES members (org, usr)
        );");
    assert_eq!(
        found,
        [
            "Invoices: table(app.Invoices) unique([org_id number]) foreign_key([org_id owner_id], members, [org usr])",
            "  id uuid primary_key() default(gen_random_uuid()) primary_key()",
            "  number bigserial",
            "  org_id uuid references(organizations, id) references(members, org)",
            "  owner_id integer? references(users) references(members, usr)",
            "  email varchar? unique()",
            "  data jsonb? default('{}')",
        ]
    );
}

#[test]
fn other_dialects_declare_tables_too() {
    let found = all("CREATE TABLE `users` (`id` int(11) unsigned NOT NULL AUTO_INCREMENT, `org` int DEFAULT NULL COMMENT 'it\\'s',
        PRIMARY KEY (`id`), KEY `k` (`org`), CONSTRAINT `c` FOREIGN KEY (`org`) REFERENCES `orgs` (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;");
    assert_eq!(
        found,
        [
            "users: table(users)",
            "  id int unsigned primary_key()",
            "  org int? default(NULL) references(orgs, id)"
        ]
        .map(|line| line.replace("int unsigned", "int"))
    );
    let found = all("CREATE TABLE [dbo].[Order Lines](
        [Id] [uniqueidentifier] NOT NULL,
        [TenantId] [nvarchar](50) NULL,
        [At] [datetime2](7) NOT NULL,
        CONSTRAINT [PK_OL] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
    ) ON [PRIMARY]\nGO\nALTER TABLE [dbo].[Order Lines] WITH CHECK ADD CONSTRAINT [FK] FOREIGN KEY([TenantId]) REFERENCES [dbo].[Tenants] ([Id])\nGO");
    assert_eq!(found[0], "Order Lines: table(dbo.Order Lines)");
    assert_eq!(found[1], "  Id uniqueidentifier primary_key()");
    assert_eq!(found[2].trim_end_matches('?'), "  TenantId nvarchar");
    assert_eq!(
        found.last().map(String::as_str),
        Some("extend Order Lines: foreign_key([TenantId], Tenants, [Id])")
    );
}

#[test]
fn batches_of_sql_server_are_read() {
    let unit = lower("\u{feff}IF COL_LENGTH('[dbo].[T]', 'A') IS NULL\nBEGIN\n    ALTER TABLE [dbo].[T] ADD [A] BIT NULL, [B] INT NOT NULL\nEND\nGO
        ALTER TABLE [dbo].[T] ALTER COLUMN [A] NVARCHAR(50) NOT NULL\nGO
        CREATE UNIQUE NONCLUSTERED INDEX [IX] ON [dbo].[T]([A] ASC, [B] DESC) INCLUDE ([C])\nGO
        CREATE TABLE [dbo].[U] ([Id] INT NOT NULL, [At] DATETIME2(7) NOT NULL CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC))\nGO
        CREATE PROCEDURE [dbo].[P] @a INT AS SET NOCOUNT ON; SELECT 1; DELETE FROM [dbo].[U]\nGO");
    let found: Vec<String> = unit.types.iter().flat_map(|found| decl(&unit, found)).collect();
    assert_eq!(
        found,
        [
            "extend T: ",
            "  A bit?",
            "  B int",
            "extend T: ",
            "  A nvarchar",
            "extend T: unique([A B])",
            "U: table(dbo.U)",
            "  Id int primary_key()",
            "  At datetime2",
        ]
    );
    let gaps: Vec<&str> = unit.gaps.iter().map(|gap| &*gap.kind).collect();
    assert_eq!(gaps, ["create_procedure"]);
}

#[test]
fn named_not_null_constraints_bind_their_column() {
    let found = all(
        "CREATE TABLE a (x int, CONSTRAINT n NOT NULL x); ALTER TABLE ONLY s.a ADD CONSTRAINT m NOT NULL y;
        ALTER TABLE a ALTER CONSTRAINT f NOT DEFERRABLE;",
    );
    assert_eq!(found, ["a: table(a)", "  x int", "extend a: not_null(y)"]);
}

#[test]
fn row_security_and_policies_extend_the_table() {
    let found = all("ALTER TABLE docs ENABLE ROW LEVEL SECURITY; ALTER TABLE ONLY public.docs FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant ON docs AS RESTRICTIVE FOR UPDATE TO app USING (org_id = current_setting('app.org')::uuid) WITH CHECK ( true );
        CREATE POLICY p2 ON docs USING (a IN (SELECT (1)));
        DROP POLICY IF EXISTS tenant ON docs; ALTER TABLE docs DISABLE ROW LEVEL SECURITY;");
    assert_eq!(
        found,
        [
            "extend docs: row_security(enable)",
            "extend docs: row_security(force)",
            "extend docs: policy(tenant, update, restrictive, org_id = current_setting('app.org')::uuid, true)",
            "extend docs: policy(p2, all, permissive, a IN (SELECT (1)), )",
            "extend docs: drop_policy(tenant)",
            "extend docs: row_security(disable)",
        ]
    );
}

#[test]
fn alterations_extend_the_table() {
    let found = all(
        "ALTER TABLE docs ADD COLUMN org_id uuid NOT NULL REFERENCES orgs(id), ADD x int, DROP COLUMN y;
        ALTER TABLE docs ADD CONSTRAINT u UNIQUE (org_id, x), ADD CONSTRAINT f FOREIGN KEY (z) REFERENCES zs(id);
        ALTER TABLE docs RENAME COLUMN a TO b; ALTER TABLE docs RENAME TO papers; ALTER TABLE docs OWNER TO app;
        ALTER TABLE docs ALTER COLUMN x SET NOT NULL; DROP TABLE IF EXISTS old, older CASCADE;
        CREATE UNIQUE INDEX i ON docs (org_id, lower(name)); CREATE INDEX j ON docs (x);",
    );
    assert_eq!(
        found,
        [
            "extend docs: drop_column(y)",
            "  org_id uuid references(orgs, id)",
            "  x int?",
            "extend docs: unique([org_id x]) foreign_key([z], zs, [id])",
            "extend docs: rename_column(a, b)",
            "extend docs: rename_table(papers)",
            "extend docs: owner(app)",
            "extend docs: not_null(x)",
            "extend old: drop_table()",
            "extend older: drop_table()",
            "extend docs: unique([org_id lower(name)])",
        ]
    );
}

#[test]
fn a_view_keeps_its_query() {
    let found = all(
        "CREATE OR REPLACE VIEW mine AS SELECT d.id, o.name AS org FROM docs d JOIN orgs o ON o.id = d.org_id;
        CREATE MATERIALIZED VIEW s (n) AS SELECT count(*) FROM docs;",
    );
    assert_eq!(
        found,
        [
            "mine: view(SELECT d.id, o.name AS org FROM docs d JOIN orgs o ON o.id = d.org_id)",
            "  id ?",
            "  org ?",
            "s: view(SELECT count(*) FROM docs)",
            "  n ?",
        ]
    );
}

#[test]
fn statements_about_rows_are_calls() {
    let source = "-- name: GetDoc :one\nSELECT * FROM docs WHERE id = $1;\n\nDELETE FROM docs WHERE org_id = :org;";
    let unit = lower(source);
    assert_eq!(unit.text(unit.module), "db.migrations.001_init");
    let body = unit.functions[0].body.unwrap();
    let ExprKind::Block { items, .. } = &unit.body[body].kind else {
        panic!("a block")
    };
    let texts: Vec<String> = items
        .iter()
        .map(|item| {
            let ExprKind::Call { callee, args } = &unit.body[*item].kind else {
                panic!("a call")
            };
            assert!(matches!(unit.body[*callee].kind, ExprKind::Name(name) if unit.text(name) == "sql!"));
            assert_eq!(&source[unit.body[*item].span.range()], text(&unit, args[0].value));
            text(&unit, args[0].value)
        })
        .collect();
    assert_eq!(
        texts,
        [
            "SELECT * FROM docs WHERE id = $1",
            "DELETE FROM docs WHERE org_id = :org"
        ]
    );
    assert_eq!(unit.lines, 4);
}

#[test]
fn a_broken_statement_loses_only_itself() {
    let source =
        "CREATE TABLE a (x int);\nCREATE TABLE (;\nSELEC 1;\nCREATE TABLE b (y weird stuff ?? !!, z int NOT NULL);";
    let unit = lower(source);
    let names: Vec<&str> = unit.types.iter().map(|found| unit.text(found.name)).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(decl(&unit, &unit.types[1]), ["b: table(b)", "  y weird?", "  z int"]);
    let gaps: Vec<&str> = unit.gaps.iter().map(|gap| &source[gap.span.range()]).collect();
    assert_eq!(gaps, ["CREATE TABLE (", "SELEC 1", "y weird stuff ?? !!"]);
    assert!(unit.gaps.iter().all(|gap| &*gap.kind == "error"));
    assert!(Sql.parse_only(source));
    assert!(!Sql.parse_only("CREATE TABLE a (x int); GRANT ALL ON a TO b; SELECT 1;"));
}

#[test]
fn a_dump_is_read() {
    let source = "SET statement_timeout = 0;\n\\connect app\nCREATE TABLE public.t (\n    id integer NOT NULL\n);\n
ALTER TABLE public.t OWNER TO app;\nCOPY public.t (id) FROM stdin;\n1\n'2;(\n\\.\n
ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);
SELECT pg_catalog.setval('public.t_id_seq', 2, true);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM x; END; $$;\n";
    let unit = lower(source);
    let found: Vec<String> = unit.types.iter().flat_map(|found| decl(&unit, found)).collect();
    assert_eq!(
        found,
        [
            "t: table(public.t)",
            "  id integer",
            "extend t: owner(app)",
            "extend t: primary_key([id])"
        ]
    );
    let gaps: Vec<&str> = unit.gaps.iter().map(|gap| &*gap.kind).collect();
    assert_eq!(gaps, ["create_function"]);
}

#[test]
fn places_and_directives_are_kept() {
    let source = "-- partywall: reviewed(x) by=me\n/* partywall: other */\nCREATE TABLE é (\n  \"org id\" int\n);";
    let unit = lower(source);
    assert_eq!(&*unit.directives[0].text, "reviewed(x) by=me");
    assert_eq!(&*unit.directives[1].text, "other");
    assert_eq!(&source[unit.directives[1].span.range()], "/* partywall: other */");
    let table = &unit.types[0];
    assert_eq!(
        &source[table.span.range()],
        source.split_once("*/\n").unwrap().1.trim_end_matches(';')
    );
    assert_eq!(&source[table.name_span.range()], "é");
    assert_eq!(&source[table.fields[0].span.range()], "\"org id\"");
    assert_eq!(unit.text(table.fields[0].name), "org id");
}
