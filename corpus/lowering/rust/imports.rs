use std::collections::HashMap;
use crate::models::{self, invoice::Invoice, user::{User as Account, *}};
use super::r#type::Kind;
pub(crate) use self::inner::Inner;
extern crate serde as s;

mod inner {
    use super::*;

    pub struct Inner;
}

mod elsewhere;
