//! The binary `annalist`.
fn main() {}
