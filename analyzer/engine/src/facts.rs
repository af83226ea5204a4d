//! What rules read: entry points, accesses and their verdicts. Nothing here shows an expression or a unit's insides.
