#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| annalist_fuzz::run("batch", bytes));
