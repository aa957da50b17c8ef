//! Many documents: discovery, threads, outcomes, files.
