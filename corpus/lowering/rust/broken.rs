fn before() {
    load();
}

fn half() {
    first();
    record. ;
    last()
}

impl Kept {
    fn one(&self) {
        let = ;
        two()
    }

    const = 1;
}

struct After {
    id: u8,
}
