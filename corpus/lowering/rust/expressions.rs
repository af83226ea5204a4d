fn paths() {
    a::b::c(x, &y, &mut z);
    Vec::<u8>::new();
    sqlx::query_as::<_, Invoice>("select 1");
    <Invoice as Entity>::find();
    self.db.rows.collect::<Vec<_>>().await?;
    Self::new(None, self::x, super::y);
}

fn operators() {
    a + b * c == d && !e || f & g | h;
    *p = -x as i64;
    a += 1;
    b <<= 2;
    r.0.1[i][1..n][..];
    (0..n, ..=5, 1..);
}

fn literals() {
    ("a\n\u{e9}", r#"q"x"#, b"by", 'c', b'd', c"e", 1_000u32, 0xff, 1.5f32, true, 99999999999999999999, ());
}

fn construction() {
    [a, b];
    [0; n];
    models::Invoice { id, note: n, ..Default::default() };
    Id(x, y);
}

fn closures() {
    xs.map(|x| x.id);
    ys.fold(0, move |(a, b): (u8, u8), &c| -> u8 { a });
    spawn(async move { work().await?; });
    run(async |x| x);
}
