//! Texts that calls put together: by a format with holes, one behind the other, or at the end of a local.

use crate::flow::call::{Given, Site, union};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{Root, Shape, Srcs, Val};
use crate::program::{Def, Scope, UnitId};
use partywall_catalog::TextWord;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Lit};
use std::sync::Arc;

/// The most parts of one text.
const MAX_PARTS: usize = 256;

/// A longer constant is not read.
const MAX_LENGTH: usize = 100_000;

/// A part of a format.
enum Part {
    Text(String),
    /// The next argument, the one at a place, or the one of a name.
    Next,
    At(usize),
    Named(String),
}

/// How deep the parts of a constant are constants themselves.
const MAX_DEPTH: usize = 6;

impl Engine<'_> {
    /// The text that a constant's value is, where the code writes all of it: by itself, or in parts and by other constants.
    pub fn constant_text(&self, unit: UnitId, value: Option<ExprId>) -> Option<Arc<str>> {
        let mut text = String::new();
        self.write_constant(unit, value?, &mut text, 0)?;
        Some(text.into())
    }

    fn write_constant(&self, unit: UnitId, value: ExprId, text: &mut String, depth: usize) -> Option<()> {
        let file = self.program.unit(unit);
        if depth > MAX_DEPTH || text.len() > MAX_LENGTH {
            return None;
        }
        match &file.body[value].kind {
            ExprKind::Lit(Lit::Str(part)) => {
                text.push_str(file.text(*part));
                Some(())
            }
            ExprKind::Name(name) => {
                let name = self.program.find(file.text(*name))?;
                match self.program.resolve(unit, Scope::default(), &[name])? {
                    Def::Global(unit, at) => {
                        let value = self.program.unit(unit).globals.get(at)?.value?;
                        self.write_constant(unit, value, text, depth + 1)
                    }
                    _ => None,
                }
            }
            ExprKind::Template(parts) => {
                let mut parts = parts.iter().take(MAX_PARTS);
                parts.try_for_each(|part| self.write_constant(unit, *part, text, depth + 1))
            }
            ExprKind::Binary {
                op: BinaryOp::Add,
                left,
                right,
            } => {
                self.write_constant(unit, *left, text, depth + 1)?;
                self.write_constant(unit, *right, text, depth + 1)
            }
            ExprKind::Call { callee, args } => {
                let (ExprKind::Name(name) | ExprKind::Member { name, .. }) = &file.body[*callee].kind else {
                    return None;
                };
                let mut rows = self.index.neutral.get(file.language, file.text(*name));
                rows.find(|row| row.text == Some(TextWord::Join))?;
                let mut args = args.iter().take(MAX_PARTS);
                args.try_for_each(|arg| self.write_constant(unit, arg.value, text, depth + 1))
            }
            _ => None,
        }
    }
}

impl Cx<'_, '_> {
    /// A call that puts a text together.
    pub(super) fn text_call(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        match rows.find_map(|row| row.text)? {
            TextWord::Format => self.formatted(given),
            TextWord::Join => {
                let parts = given.iter().take(MAX_PARTS).map(|arg| arg.val.clone());
                parts.reduce(|text, part| self.add(text, part))
            }
            TextWord::Append => self.appended(site, receiver?, given),
        }
    }

    /// A format that is known, with what its holes hold.
    fn formatted(&self, given: &[Given]) -> Option<Val> {
        let is_text = |arg: &Given| arg.name.is_none() && matches!(arg.val.shape, Shape::Text(_));
        let first = given.iter().position(is_text)?;
        let Shape::Text(format) = &given[first].val.shape else {
            return None;
        };
        let values = &given[first + 1..];
        let mut free = values.iter().filter(|arg| arg.name.is_none());
        let mut whole = self.empty();
        let mut srcs = Srcs::default();
        for part in parts(format)? {
            let val = match part {
                Part::Text(text) => Val::shaped(Shape::Text(text.into())),
                Part::Next => free.next()?.val.clone(),
                Part::At(at) => values.iter().filter(|arg| arg.name.is_none()).nth(at)?.val.clone(),
                Part::Named(name) => {
                    let named = |arg: &&Given| arg.name.is_some_and(|known| self.text(known) == name);
                    values.iter().find(named)?.val.clone()
                }
            };
            srcs = srcs.union(&val.srcs);
            whole = self.add(whole, val);
        }
        // what is made of inputs is no constant, though its words are
        if !matches!(whole.shape, Shape::Text(_)) {
            whole.srcs = srcs;
        }
        Some(whole)
    }

    fn empty(&self) -> Val {
        Val {
            shape: Shape::Text("".into()),
            ..self.val(Root::Const, &[])
        }
    }

    /// A text that grows at its end: a local that is one, or that holds nothing yet.
    fn appended(&mut self, site: &Site, receiver: &Val, given: &[Given]) -> Option<Val> {
        let ([more], ExprKind::Name(name)) = (given, &self.unit.body[site.base?].kind) else {
            return None;
        };
        let grown = match &receiver.shape {
            Shape::Text(_) | Shape::Template(_) => self.add(receiver.clone(), more.val.clone()),
            Shape::Plain
                if receiver.srcs.is_empty() && matches!(more.val.shape, Shape::Text(_) | Shape::Template(_)) =>
            {
                self.add(self.empty(), more.val.clone())
            }
            _ => {
                let srcs = union([receiver, &more.val].into_iter());
                let text = Val {
                    srcs,
                    ..receiver.clone()
                };
                self.st.env.insert(*name, text);
                return Some(Val::nothing());
            }
        };
        self.st.env.insert(*name, grown);
        Some(Val::nothing())
    }
}

/// The parts of a format; none where it is none.
fn parts(format: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = format.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '{' | '}' if rest.peek() == Some(&next) => {
                rest.next();
                text.push(next);
            }
            '{' => {
                let inside: String = rest.by_ref().take_while(|next| *next != '}').collect();
                let name = inside.split(':').next().unwrap_or_default().trim();
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(match (name.is_empty(), name.parse()) {
                    (true, _) => Part::Next,
                    (_, Ok(at)) => Part::At(at),
                    _ => Part::Named(name.to_owned()),
                });
            }
            '}' => return None,
            other => text.push(other),
        }
        if parts.len() > MAX_PARTS {
            return None;
        }
    }
    parts.push(Part::Text(text));
    Some(parts)
}
