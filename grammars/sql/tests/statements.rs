//! What is said about statements as applications write them.

mod common;

use common::{one, operand, scopes, writes};
use partywall_sql::{Operand, StatementKind, analyse, analyse_where, hole, looks_like_sql};

#[test]
fn a_lookup_by_two_columns() {
    assert_eq!(
        scopes("SELECT id, name FROM documents WHERE id = $1 AND org_id = $2::uuid LIMIT 1"),
        ["top: documents | id = $1 & org_id = $2 | single"]
    );
    assert_eq!(
        scopes("SELECT TOP (1) * FROM [dbo].[Order Lines] AS l WHERE l.[Id] = @id AND @tenant = l.TenantId"),
        ["top: dbo.Order Lines l | l.Id = :id & l.TenantId = :tenant | single"]
    );
    assert_eq!(
        scopes("SELECT * FROM `users` WHERE `email` = ? AND `account_id` = ?"),
        ["top: users | email = ?0 & account_id = ?1"]
    );
    assert_eq!(
        scopes("SELECT * FROM t WHERE a = %(a)s AND b IN %s"),
        ["top: t | a = :a & b in [?0]"]
    );
}

#[test]
fn paging_of_each_dialect_parses() {
    assert_eq!(
        scopes("SELECT * FROM Orders WHERE TenantId = @t ORDER BY Id OFFSET @skip ROWS FETCH NEXT @take ROWS ONLY"),
        ["top: Orders | TenantId = :t"]
    );
    assert_eq!(scopes("SELECT a FROM t LIMIT ?, ?"), ["top: t"]);
    assert_eq!(scopes("SELECT a FROM t FETCH FIRST ROW ONLY"), ["top: t | single"]);
    assert_eq!(
        scopes("SELECT a FROM t ORDER BY b DESC NULLS LAST LIMIT $1 OFFSET $2 FOR UPDATE SKIP LOCKED"),
        ["top: t"]
    );
}

#[test]
fn joins_give_equalities_and_mark_outer_ones() {
    assert_eq!(
        scopes(
            "SELECT c.* FROM ciphers c JOIN users_organizations uo ON uo.org_uuid = c.organization_uuid AND uo.user_uuid = $1 \
             LEFT OUTER JOIN folders f ON f.cipher_id = c.id AND f.user_id = $1 WHERE c.deleted_at IS NULL"
        ),
        [
            "top: ciphers c, users_organizations uo, folders f? | uo.org_uuid = c.organization_uuid & uo.user_uuid = $1 \
             & f.cipher_id = c.id? & f.user_id = $1? & c.deleted_at is 'NULL'"
        ]
    );
    assert_eq!(
        scopes("SELECT * FROM a RIGHT JOIN b USING (org_id, x) NATURAL JOIN c"),
        ["top: a?, b, c | a.org_id = b.org_id? & a.x = b.x? & b natural c"]
    );
    assert_eq!(
        scopes("SELECT * FROM a, b x CROSS JOIN c WHERE a.id = x.a_id"),
        ["top: a, b x, c | a.id = x.a_id"]
    );
    assert_eq!(
        scopes("SELECT * FROM a FULL JOIN (b JOIN c ON b.i = c.i) ON a.i = b.i"),
        ["top: a?, b?, c? | b.i = c.i & a.i = b.i?"]
    );
}

#[test]
fn ctes_and_derived_tables_are_scopes() {
    assert_eq!(
        scopes(
            "WITH mine AS (SELECT id FROM projects WHERE org_id = $1), other(a) AS (SELECT 1) \
             SELECT t.* FROM tasks t JOIN mine ON mine.id = t.project_id, (SELECT x FROM logs WHERE y = 2) AS l"
        ),
        [
            "top: tasks t, mine#1, l#3 | mine.id = t.project_id",
            "cte mine<0: projects | org_id = $1",
            "cte other<0: ",
            "derived l<0: logs | y = '2'",
        ]
    );
    assert_eq!(
        scopes(
            "WITH RECURSIVE t AS (SELECT id FROM f WHERE id = $1 UNION ALL SELECT f.id FROM f JOIN t ON f.p = t.id) SELECT * FROM t"
        ),
        [
            "top: t#1",
            "cte t<0: ",
            "arm<1: f | id = $1",
            "arm<1: f, t#1 | f.p = t.id",
        ]
    );
}

#[test]
fn set_operations_have_sibling_arms() {
    assert_eq!(
        scopes("SELECT a FROM x WHERE o = $1 UNION SELECT a FROM y UNION ALL (SELECT a FROM z WHERE o = $1)"),
        ["top: ", "arm<0: x | o = $1", "arm<0: y", "arm<0: z | o = $1"]
    );
}

#[test]
fn subqueries_stand_where_they_are_used() {
    assert_eq!(
        scopes(
            "SELECT id, (SELECT count(*) FROM votes v WHERE v.post_id = p.id) FROM posts p \
             WHERE p.blog_id IN (SELECT id FROM blogs WHERE owner_id = $1) AND EXISTS (SELECT 1 FROM m WHERE m.u = $1) \
             AND NOT EXISTS (SELECT 1 FROM bans) AND p.x = (SELECT max(x) FROM posts)"
        ),
        [
            "top: posts p | p.blog_id in #1 & exists #2 & not exists #3 & p.x = #4",
            "subquery<0: blogs | owner_id = $1",
            "exists<0: m | m.u = $1",
            "exists<0: bans",
            "subquery<0: posts | aggregate",
            "subquery<0: votes v | v.post_id = p.id | aggregate",
        ]
    );
    assert_eq!(
        scopes("SELECT CASE WHEN x BETWEEN 1 AND (SELECT 2 FROM q) THEN 1 END FROM t ORDER BY (SELECT 1 FROM r)"),
        ["top: t", "subquery<0: q", "subquery<0: r"]
    );
}

#[test]
fn alternatives_stay_together() {
    assert_eq!(
        scopes("SELECT * FROM t WHERE (owner_id = $1 OR (team_id = $2 AND public)) AND NOT (a = 1)"),
        ["top: t | (owner_id = $1 or team_id = $2 & public = 'true') & other(=(a, '1'))"]
    );
    assert_eq!(
        scopes("SELECT * FROM t WHERE $1::uuid IS NULL OR org_id = $1"),
        ["top: t | ($1 missing or org_id = $1)"]
    );
    assert_eq!(
        scopes("SELECT * FROM t WHERE 1=1 AND TRUE AND a <> $1"),
        ["top: t | a ~ $1"]
    );
}

#[test]
fn membership_in_all_its_forms() {
    assert_eq!(
        scopes(
            "SELECT 1 FROM t WHERE a = ANY($1) AND b IN ($2, 'x') AND (c, d) = ($3, $4) AND (e, f) IN (($5, $6), ($7, $8)) \
             AND g IS NOT DISTINCT FROM $9 AND $10 = ANY(tags) AND h NOT IN ($11) AND i LIKE $12 AND j = ANY(ARRAY[$13, $14]) \
             AND k = ANY(SELECT z FROM zz) AND (l, m) IN (SELECT p, q FROM pq)"
        ),
        [
            "top: t | a in $1 & b in [$2, 'x'] & c = $3 & d = $4 & e in [$5, $7] & f in [$6, $8] & g = $9 & tags contains $10 \
             & h ~ [$11] & i ~ $12 & j in [$13, $14] & k in #1 & l in #2.0 & m in #2.1",
            "subquery<0: zz",
            "subquery<0: pq",
        ]
    );
}

#[test]
fn functions_and_settings_are_operands() {
    assert_eq!(
        scopes("SELECT * FROM t WHERE org_id = current_setting('app.org', true)::uuid AND lower(name) = lower($1)"),
        ["top: t | org_id = current_setting('app.org', 'true') & name = $1"]
    );
    assert_eq!(
        scopes("SELECT * FROM t JOIN u ON LOWER(t.email) = TRIM(LOWER(u.email)) WHERE length(t.name) = $1"),
        ["top: t, u | t.email = u.email & other(length(t.name), $1)"]
    );
    assert_eq!(
        scopes("SELECT * FROM t WHERE data->>'org' = $1 AND org = COALESCE($2, org) AND d > now() - interval '1 day'"),
        ["top: t | other(->>(data, 'org'), $1) & org = COALESCE($2, org) & d ~ -(now(), unknown)"]
    );
    assert_eq!(
        scopes("INSERT INTO a (x, y) SELECT * FROM UNNEST($1::uuid[], $2::text[]) AS u(x, y)"),
        ["source: unnest($1, $2) u"]
    );
}

#[test]
fn aggregates_are_told_from_rows() {
    assert!(one("SELECT count(*) FROM t").queries[0].aggregate);
    assert!(one("SELECT COALESCE(SUM(x), 0), MAX(y) AS y FROM t").queries[0].aggregate);
    assert!(!one("SELECT a, count(*) FROM t GROUP BY a").queries[0].aggregate);
    assert!(!one("SELECT count(*) OVER () FROM t").queries[0].aggregate);
    assert!(!one("SELECT a FROM t").queries[0].aggregate);
}

#[test]
fn outputs_name_their_columns() {
    let query = &one("SELECT a.*, b.x AS y, z, count(*) FROM a, b").queries[0];
    let outputs: Vec<String> = query
        .outputs
        .iter()
        .map(|output| format!("{}:{}", output.name, operand(&output.value)))
        .collect();
    assert_eq!(outputs, ["*:a.*", "y:b.x", "z:z", ":count(*)"]);
    let renamed = one("WITH c(p, q) AS (SELECT x, y FROM t) SELECT * FROM c");
    assert_eq!(renamed.queries[1].outputs[1].name, "q");
}

#[test]
fn inserts_name_columns_and_values() {
    assert_eq!(
        writes("INSERT INTO notes (id, org_id, body) VALUES ($1, $2, 'x'), ($3, $4, 'y') RETURNING id"),
        "Insert notes; notes.id=$1; notes.org_id=$2; notes.body='x'"
    );
    assert_eq!(
        writes("INSERT INTO t (a, b) VALUES ($1, now()) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b WHERE t.o = $2"),
        "Insert t #0 conflict(a, true); t.a=$1; t.b=now()"
    );
    assert_eq!(
        writes("INSERT INTO archive (id, org) SELECT d.id, d.org FROM docs d WHERE d.org = $1"),
        "Insert archive #0; archive.id=d.id; archive.org=d.org"
    );
    assert_eq!(
        writes("INSERT IGNORE INTO `t` SET a = ?, b = 1"),
        "Insert t conflict(, false); t.a=?0; t.b='1'"
    );
    assert_eq!(
        writes("REPLACE INTO t VALUES (?, ?)"),
        "Insert t conflict(, true); t.=?0; t.=?1"
    );
    assert_eq!(
        writes("INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a)"),
        "Insert t conflict(, true); t.a=?0"
    );
    assert_eq!(
        writes("INSERT INTO t (a, b) VALUES %s"),
        "Insert t; t.a=?0; t.b=unknown"
    );
    let statement = one("INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING");
    assert_eq!(statement.kind, StatementKind::Insert);
    assert!(
        statement.writes[0]
            .conflict
            .as_ref()
            .is_some_and(|conflict| !conflict.update)
    );
}

#[test]
fn updates_and_deletes_are_scopes() {
    assert_eq!(
        scopes("UPDATE docs SET title = $1 WHERE id = $2"),
        ["top: docs | id = $2"]
    );
    assert_eq!(
        writes("UPDATE docs d SET title = $1, (a, b) = ($2, $3) WHERE id = $4"),
        "Update docs #0; docs.title=$1; docs.a=$2; docs.b=$3"
    );
    assert_eq!(
        scopes(
            "UPDATE tasks t SET done = true FROM projects p WHERE p.id = t.project_id AND p.org_id = $1 RETURNING t.*"
        ),
        ["top: tasks t, projects p | p.id = t.project_id & p.org_id = $1"]
    );
    assert_eq!(
        scopes("UPDATE o SET o.x = @x FROM dbo.Orders o INNER JOIN dbo.Users u ON u.Id = o.UserId WHERE o.Id = @id"),
        ["top: dbo.Orders o, dbo.Users u | u.Id = o.UserId & o.Id = :id"]
    );
    assert_eq!(
        scopes("DELETE FROM tasks USING projects p WHERE p.id = tasks.project_id AND tasks.id = $1"),
        ["top: tasks, projects p | p.id = tasks.project_id & tasks.id = $1"]
    );
    assert_eq!(
        writes("DELETE b FROM a JOIN b ON a.id = b.a_id WHERE a.o = ?"),
        "Delete b #0"
    );
    assert_eq!(
        writes("UPDATE a JOIN b ON a.id = b.a_id SET b.x = 1 WHERE a.o = ?"),
        "Update a #0; Update b #0; b.x='1'"
    );
    assert_eq!(writes("TRUNCATE TABLE logs"), "Delete logs #0");
}

#[test]
fn writes_in_ctes_count() {
    let text = "WITH gone AS (DELETE FROM inbox WHERE org = $1 RETURNING *) INSERT INTO archive SELECT * FROM gone";
    assert_eq!(one(text).kind, StatementKind::Insert);
    assert_eq!(
        scopes(text),
        ["top: ", "cte gone<0: inbox | org = $1", "source<0: gone#1"]
    );
    assert_eq!(writes(text), "Delete inbox #1; Insert archive #2; archive.=*");
}

#[test]
fn merges_say_all_that_they_do() {
    let text = "MERGE INTO stock AS s USING moves m ON s.id = m.id WHEN MATCHED AND m.x = 1 THEN UPDATE SET s.n = m.n \
                WHEN NOT MATCHED THEN INSERT (id, n) VALUES (m.id, m.n);";
    assert_eq!(one(text).kind, StatementKind::Merge);
    assert_eq!(scopes(text), ["top: stock s, moves m | s.id = m.id?"]);
    assert_eq!(
        writes(text),
        "Update stock #0; Insert stock #0; stock.n=m.n; stock.id=m.id; stock.n=m.n"
    );
}

#[test]
fn calls_name_their_procedure() {
    let call = one("CALL billing.close_month($1, 'x')");
    assert_eq!(call.kind, StatementKind::Call("billing.close_month".to_owned()));
    assert_eq!(call.arguments.len(), 2);
    let call = one("EXEC dbo.GetOrders @TenantId = @tenant, @Id = @id");
    assert_eq!(call.kind, StatementKind::Call("dbo.GetOrders".to_owned()));
    assert_eq!(
        call.arguments.iter().map(operand).collect::<Vec<_>>(),
        [":tenant", ":id"]
    );
    assert_eq!(one("CREATE TABLE t (a int)").kind, StatementKind::Ddl);
    assert_eq!(one("SET LOCAL app.org = 'x'").kind, StatementKind::Other);
}

#[test]
fn holes_stand_for_values_names_and_clauses() {
    assert_eq!(hole(3), "$h3");
    assert_eq!(scopes("SELECT $h0 FROM $h1 WHERE id = $h2"), ["top: $h1!1 | id = $h2"]);
    assert_eq!(
        scopes("SELECT * FROM $h0.docs WHERE x IN ($h1)"),
        ["top: $h0.docs | x in [$h1]"]
    );
    assert_eq!(scopes("SELECT * FROM docs_$h0 d"), ["top: docs_$h0!0 d"]);
    assert_eq!(
        scopes("SELECT * FROM docs WHERE a = 1 AND $h0"),
        ["top: docs | a = '1' & $h0 | holes $h0"]
    );
    assert_eq!(
        scopes("SELECT * FROM docs WHERE a = 1 $h0"),
        ["top: docs | a = '1' | holes $h0"]
    );
    assert_eq!(scopes("SELECT * FROM docs $h0"), ["top: docs | holes $h0"]);
    assert_eq!(
        scopes("SELECT * FROM docs d $h0 ORDER BY $h1 $h2 LIMIT 10"),
        ["top: docs d | holes $h0 $h2"]
    );
    assert_eq!(
        scopes("SELECT * FROM docs WHERE name = '$h0'"),
        ["top: docs | name = $h0"]
    );
    assert_eq!(
        scopes("SELECT * FROM docs WHERE name = 'x-$h0'"),
        ["top: docs | name = ||('x-', $h0)"]
    );
    assert_eq!(
        scopes("$h0 SELECT * FROM docs WHERE a = $1"),
        ["top: docs | a = $1 | holes $h0"]
    );
    assert_eq!(
        scopes("SELECT * FROM ($h0) q WHERE q.a = 1"),
        ["top: $h0!0 q | q.a = '1'"]
    );
    assert_eq!(
        scopes("WITH q AS ($h0) SELECT * FROM q WHERE a = 1"),
        ["top: q#1 | a = '1'", "cte q<0: $h0!0"]
    );
    assert_eq!(scopes("UPDATE docs SET $h0 WHERE id = $1"), ["top: docs | id = $1"]);
    assert_eq!(
        scopes("UPDATE docs SET a = CASE b $h0 END WHERE c = '$h1'AND d = 1"),
        ["top: docs | c = $h1 & d = '1'"]
    );
    assert_eq!(
        scopes("UPDATE docs d $h0 FROM x WHERE d.i = x.i"),
        ["top: docs d, x | d.i = x.i"]
    );
    assert_eq!(
        writes("INSERT INTO docs (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET $h0"),
        "Insert docs conflict(a, true); docs.a=$1"
    );
    assert_eq!(scopes("UPDATE {t} SET {sets} WHERE id = {id}"), ["top: :t | id = :id"]);
    assert_eq!(
        scopes("SELECT a FROM t WHERE b = 1 {order} {limit}"),
        ["top: t | b = '1' | holes :order :limit"]
    );
    assert_eq!(
        writes("INSERT INTO docs ($h0) VALUES ($h1)"),
        "Insert docs; docs.$h0=$h1"
    );
    assert_eq!(
        scopes("SELECT * FROM t WHERE id = {} AND b = {1}"),
        ["top: t | id = $h0 & b = $h1"]
    );
    assert_eq!(
        scopes("SELECT * FROM a WHERE x IN (SELECT y FROM b WHERE c = 1 $h0) AND d = 2"),
        ["top: a | x in #1 & d = '2'", "subquery<0: b | c = '1' | holes $h0"]
    );
    assert_eq!(
        scopes("SELECT * FROM a WHERE x IN (SELECT y FROM b) $h0"),
        ["top: a | x in #1 | holes $h0", "subquery<0: b"]
    );
}

#[test]
fn a_text_that_ends_early_is_open() {
    assert_eq!(
        scopes("SELECT * FROM t WHERE project_id = "),
        ["top: t | project_id = …"]
    );
    assert_eq!(scopes("SELECT * FROM t WHERE name = '"), ["top: t | name = …"]);
    assert_eq!(
        scopes("SELECT * FROM t WHERE id IN ("),
        ["top: t | id in [… ]".replace("… ", "…")]
    );
    assert_eq!(scopes("SELECT * FROM t WHERE id IN"), ["top: t | id in […]"]);
    assert_eq!(
        scopes("SELECT * FROM t WHERE a = 1 AND "),
        ["top: t | a = '1' & other(…)"]
    );
    assert_eq!(
        scopes("DELETE FROM t WHERE (a = 1 OR b ="),
        ["top: t | (a = '1' or b = …)"]
    );
    assert_eq!(scopes("SELECT * FROM "), ["top: "]);
}

#[test]
fn fragments_are_read_alone() {
    let statement = one("WHERE org_id = $1 ORDER BY id");
    assert_eq!(statement.kind, StatementKind::Fragment);
    assert_eq!(common::scope(&statement.queries[0]), "top:  | org_id = $1");
    assert_eq!(
        scopes("AND d.org_id = $2 AND x = 1"),
        ["top:  | d.org_id = $2 & x = '1'"]
    );
    assert_eq!(scopes("FROM docs d WHERE d.a = $1"), ["top: docs d | d.a = $1"]);
    assert_eq!(
        scopes("LEFT JOIN orgs o ON o.id = d.org_id"),
        ["top: orgs o? | o.id = d.org_id?"]
    );
    assert_eq!(scopes("ORDER BY created_at DESC LIMIT 1"), ["top:  | single"]);
    let parsed = analyse_where("org_id = ? AND deleted = 0");
    assert_eq!(
        common::scope(&parsed.statements[0].queries[0]),
        "top:  | org_id = ?0 & deleted = '0'"
    );
    assert_eq!(analyse_where("where x = 1").statements.len(), 1);
}

#[test]
fn clauses_that_the_parser_does_not_know_are_left_out() {
    assert_eq!(
        writes("INSERT INTO t (a) VALUES ($1) ON CONFLICT (a, b) WHERE (c IS NULL) DO UPDATE SET a = excluded.a"),
        "Insert t conflict(a b, true); t.a=$1"
    );
    assert_eq!(
        writes("INSERT INTO t (a) SELECT $1 ON CONFLICT DO NOTHING"),
        "Insert t #0 conflict(, false); t.a=$1"
    );
    assert_eq!(
        scopes("SELECT a FROM t WHERE o = $1 FOR NO KEY UPDATE"),
        ["top: t | o = $1"]
    );
    assert_eq!(scopes("UPDATE TOP (@n) t SET a = 1 WHERE o = @o"), ["top: t | o = :o"]);
    assert_eq!(
        scopes(
            "WITH RECURSIVE r(i) AS (SELECT i FROM t) CYCLE i SET c USING p, q AS (SELECT 1) SELECT * FROM r WHERE i = 1"
        ),
        ["top: r#1 | i = '1'", "cte r<0: t", "cte q<0: "]
    );
    assert_eq!(scopes("SELECT a FROM t INDEXED BY i WHERE a = ?"), ["top: t | a = ?0"]);
    assert_eq!(
        scopes("SELECT a FROM t WHERE o = $1 ORDER BY e <#> $2 LIMIT 5"),
        ["top: t | o = $1"]
    );
}

#[test]
fn several_statements_and_one_broken() {
    let found = analyse("SELECT a FROM t; SELEC x y; DELETE FROM u WHERE o = ?; SELECT 1 WHERE b = ?");
    assert_eq!(found.statements.len(), 3);
    assert_eq!(found.statements[1].offset, 28);
    assert_eq!(found.errors.len(), 1);
    assert_eq!(found.errors[0].offset, 17);
    assert_eq!(common::scope(&found.statements[2].queries[0]), "top:  | b = ?1");
}

#[test]
fn offsets_point_into_the_given_text() {
    let text = "-- é\nSELECT * FROM  a x\n JOIN b ON b.i = x.i WHERE x.org_id = :org";
    let statement = one(text);
    let query = &statement.queries[0];
    assert_eq!(query.offset, text.find("SELECT").unwrap());
    assert_eq!(query.relations[1].offset, text.find("b ON").unwrap());
    let partywall_sql::Conjunct::Compare { offset, .. } = &query.conjuncts[1] else {
        panic!("a comparison")
    };
    assert_eq!(*offset, text.find("x.org_id").unwrap());
    let text = "SELECT %(aaa)s, %(bbb)s FROM t WHERE x = %(c)s ) y";
    assert_eq!(analyse(text).statements.len(), 0);
    assert_eq!(analyse(text).errors[0].offset, text.find(" ) ").unwrap() + 1);
}

#[test]
fn what_is_no_statement_is_said() {
    for text in ["", "   ", "-- only this", "hello world", "{}", "%s", "$h0"] {
        let found = analyse(text);
        assert!(found.statements.is_empty(), "{text}");
        assert!(!found.errors.is_empty(), "{text}");
    }
}

#[test]
fn operands_can_be_visited() {
    let statement = one("SELECT * FROM t WHERE a = f($1, g($2))");
    let partywall_sql::Conjunct::Compare { right, .. } = &statement.queries[0].conjuncts[0] else {
        panic!("compare")
    };
    let mut seen = 0;
    right.visit(&mut |operand| seen += usize::from(matches!(operand, Operand::Placeholder(_))));
    assert_eq!(seen, 2);
}

#[test]
fn sql_is_told_from_prose() {
    for yes in [
        "SELECT * FROM t",
        "  select 1 where a = b",
        "/* x */ INSERT INTO t VALUES (1)",
        "update t set a = 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "EXEC dbo.Proc @x = 1",
        "CALL p()",
        "DELETE FROM t",
        "merge into t using s on 1=1 when matched then delete",
        "$h0 SELECT a FROM b",
        "(SELECT a FROM b) UNION (SELECT c FROM d)",
        "UPDATE ONLY a.b AS c SET d = 1",
        "UPDATE $h0 SET $h1",
        "EXEC [dbo].[Get Orders] @x",
        "SELECT set_config('app.org', $1, true)",
        "SELECT a, b c, count(*) AS d FROM e f JOIN g h ON h.i = f.i",
        "DELETE a FROM a JOIN b ON a.x = b.x",
    ] {
        assert!(looks_like_sql(yes), "{yes}");
    }
    for no in [
        "",
        "Select an option",
        "Update your profile",
        "delete",
        "with love",
        "Insert coin",
        "Call me when you can",
        "Create a new project",
        "Merge conflict",
        "'select' from",
        "Update the set with items from other sets atomically.",
        "Select a subset of chunks from a section",
        "Select from the list",
        "Merge a tool result into the others, using its id",
        "Delete all messages from the inbox",
        "Delete from the list every other one",
        "exec-id",
        "Exec the validator + helpers from (source)",
        "insert the values into the map",
    ] {
        assert!(!looks_like_sql(no), "{no}");
    }
}

#[test]
fn a_query_that_folds_all_rows_always_answers() {
    for text in [
        "SELECT EXISTS(SELECT 1 FROM members WHERE id = $1)",
        "select not exists (select 1 from members)",
        "SELECT COUNT(*) FROM members",
    ] {
        assert!(partywall_sql::always_answers(text), "{text}");
    }
    for text in [
        "SELECT id FROM members WHERE EXISTS (SELECT 1 FROM teams)",
        "SELECT count(*) FROM members GROUP BY team_id",
        "SELECT count FROM members",
        "",
    ] {
        assert!(!partywall_sql::always_answers(text), "{text}");
    }
}
