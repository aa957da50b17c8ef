//! What the tests of the whole line share.
