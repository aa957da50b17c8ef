//! What Python gives, checked.

use annalist_enrich::Prefer;
use annalist_model::{DateTime, EntityKind};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A date: a text of ISO 8601, or a `date` or `datetime`.
pub(crate) struct Date(pub(crate) DateTime);

impl FromPyObject<'_, '_> for Date {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Date> {
        let text: String = match given.getattr_opt("isoformat")? {
            Some(isoformat) => isoformat.call0()?.extract()?,
            None => given.extract()?,
        };
        DateTime::parse_iso(&text).map(Date).ok_or_else(|| {
            PyValueError::new_err(format!("{text:?} is no date of ISO 8601, such as 2018-09-06"))
        })
    }
}

/// What names are of.
pub(crate) fn kind_of(name: &str) -> PyResult<EntityKind> {
    EntityKind::parse(name).ok_or_else(|| {
        let known = EntityKind::ALL.map(EntityKind::as_str).join(", ");
        PyValueError::new_err(format!("the type {name:?} is none of {known}"))
    })
}

/// Which way a date is taken that fits both past and future.
pub(crate) fn prefer_of(name: &str) -> PyResult<Prefer> {
    match name {
        "past" => Ok(Prefer::Past),
        "future" => Ok(Prefer::Future),
        _ => Err(PyValueError::new_err(format!("prefer is \"past\" or \"future\", not {name:?}"))),
    }
}
