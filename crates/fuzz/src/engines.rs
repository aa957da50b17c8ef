//! The words and rules, loaded once for all that a target is asked.

use std::sync::{Arc, LazyLock};

use annalist_enrich::{Enricher, Options};
use annalist_parse::Parser;
use annalist_pipeline::Engine;

pub(crate) static PARSER: LazyLock<Parser> =
    LazyLock::new(|| Parser::new().expect("the rules load"));

pub(crate) static ENRICHER: LazyLock<Enricher> =
    LazyLock::new(|| Enricher::new().expect("the rules load"));

pub(crate) static ENGINE: LazyLock<Arc<Engine>> =
    LazyLock::new(|| Arc::new(Engine::new(Options::default()).expect("the rules load")));
