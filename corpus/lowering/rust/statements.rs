fn lets() -> u8 {
    let x;
    let mut a: Option<u8> = b;
    let Some(x) = y else { return 0 };
    let Point { x, y: Some(z), .. } = p;
    let [first, .., last] = q;
    let [head, rest @ ..] = r;
    fn local(x: u8) {}
    local(1);
    5
}

fn branches() {
    if a { b } else if let Some(x) = y && x.ok() { c; } else { d }
    match v {
        None => 1,
        Some(n @ 1..=5) if n > 2 => 2,
        A::B | C => 3,
        Other { .. } => 4,
        "s" | 'c' => 5,
        (x, _) | [x] => x,
        &y => y,
    };
    unsafe { g() }
}

fn loops() {
    'outer: for (i, x) in xs.iter().enumerate() {
        while let Some(x) = it.next() {
            continue 'outer;
        }
        loop {
            break 'outer;
        }
    }
    let v = 'b: {
        if c {
            break 'b 1;
        }
        2
    };
    return;
}
