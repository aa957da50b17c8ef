//! A list that is written as it is shown, item by item, and stands nowhere as a whole.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::io;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};

/// Is shown each item.
pub(crate) type SeeItem<'v, T> = &'v mut dyn FnMut(&T) -> io::Result<()>;

/// What shows the items, one after the other.
type Show<'s, T> = Box<dyn FnOnce(SeeItem<'_, T>) -> io::Result<()> + 's>;

/// A list of items that are shown once, when it is written.
pub(crate) struct Each<'s, T>(RefCell<Option<Show<'s, T>>>);

impl<'s, T> Each<'s, T> {
    pub(super) fn of(show: impl FnOnce(SeeItem<'_, T>) -> io::Result<()> + 's) -> Each<'s, T> {
        Each(RefCell::new(Some(Box::new(show))))
    }
}

impl<T> fmt::Debug for Each<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each")
    }
}

impl<T: Serialize> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let show = self.0.borrow_mut().take();
        let mut list = serializer.serialize_seq(None)?;
        let mut fault = None;
        let shown = show.map_or(Ok(()), |show| {
            show(&mut |item| {
                list.serialize_element(item).map_err(|error| {
                    fault = Some(error);
                    io::ErrorKind::Other.into()
                })
            })
        });
        match (fault, shown) {
            (Some(fault), _) => Err(fault),
            (None, Err(error)) => Err(Error::custom(error)),
            (None, Ok(())) => list.end(),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Each<'_, T> {
    fn inline_schema() -> bool {
        Vec::<T>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Vec::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}
