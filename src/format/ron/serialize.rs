//! From the types of a map file to the values that are written: a serde serializer for what those types are made of.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};

use super::out::Out;

/// What a type of the map file is in a file.
pub(super) fn out(value: &impl Serialize) -> Out {
    value.serialize(ToOut).unwrap_or_else(|error| {
        debug_assert!(false, "a type of the map file cannot be written: {error}");
        Out::List(Vec::new())
    })
}

/// The fields of a struct, in order.
pub(super) fn fields(value: &impl Serialize) -> Vec<(&'static str, Out)> {
    match out(value) {
        Out::Struct(_, fields) => fields,
        _ => Vec::new(),
    }
}

/// A type that no map file has.
#[derive(Debug)]
struct Unknown(String);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unknown {}

impl ser::Error for Unknown {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn unknown<T>(what: &str) -> Result<T, Unknown> {
    Err(Unknown(format!("no map file has {what}")))
}

struct ToOut;

struct Items(Vec<Out>);

/// A struct with its name.
struct Fields(&'static str, Vec<(&'static str, Out)>);

macro_rules! numbers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<Out, Unknown> {
            Ok(Out::Number(f64::from(value)))
        })*
    };
}

impl Serializer for ToOut {
    type Ok = Out;
    type Error = Unknown;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Out, Unknown>;
    type SerializeTupleVariant = Impossible<Out, Unknown>;
    type SerializeMap = Impossible<Out, Unknown>;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Out, Unknown>;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_f32: f32, serialize_f64: f64
    );

    fn serialize_bool(self, value: bool) -> Result<Out, Unknown> {
        Ok(Out::Word(if value { "true" } else { "false" }))
    }

    fn serialize_i64(self, _: i64) -> Result<Out, Unknown> {
        unknown("numbers of 64 bits")
    }

    fn serialize_u64(self, _: u64) -> Result<Out, Unknown> {
        unknown("numbers of 64 bits")
    }

    fn serialize_char(self, value: char) -> Result<Out, Unknown> {
        Ok(Out::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Out, Unknown> {
        Ok(Out::Text(value.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Out, Unknown> {
        unknown("bytes")
    }

    fn serialize_none(self) -> Result<Out, Unknown> {
        unknown("a field without a value")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Out, Unknown> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Out, Unknown> {
        unknown("a unit")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Out, Unknown> {
        unknown("a unit")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Out, Unknown> {
        Ok(Out::Word(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Out, Unknown> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Out, Unknown> {
        match value.serialize(self)? {
            inner @ Out::Struct(name, _) if !name.is_empty() => Ok(Out::Wrapped(variant, Box::new(inner))),
            Out::Struct(_, fields) => Ok(Out::Struct(variant, fields)),
            _ => unknown("a variant of something else than a struct"),
        }
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, Unknown> {
        Ok(Items(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, Unknown> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unknown> {
        unknown("a tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unknown> {
        unknown("a tuple variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unknown> {
        unknown("a table")
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Fields, Unknown> {
        Ok(Fields(name, Vec::with_capacity(length)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unknown> {
        unknown("a struct variant")
    }
}

impl SerializeSeq for Items {
    type Ok = Out;
    type Error = Unknown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        self.0.push(value.serialize(ToOut)?);
        Ok(())
    }

    fn end(self) -> Result<Out, Unknown> {
        Ok(Out::List(self.0))
    }
}

impl SerializeTuple for Items {
    type Ok = Out;
    type Error = Unknown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Out, Unknown> {
        let number = |out| match out {
            Out::Number(number) => Some(number),
            _ => None,
        };
        let numbers: Option<Vec<f64>> = self.0.into_iter().map(number).collect();
        numbers.map(Out::Tuple).map_or_else(|| unknown("a tuple of anything but numbers"), Ok)
    }
}

impl SerializeStruct for Fields {
    type Ok = Out;
    type Error = Unknown;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unknown> {
        self.1.push((key, value.serialize(ToOut)?));
        Ok(())
    }

    /// In a file a struct has no name of its own; the mark of a missing end alone has a form of its own.
    fn end(self) -> Result<Out, Unknown> {
        match (self.0, self.1.as_slice()) {
            ("Missing", [(_, Out::Text(name))]) => Ok(Out::Missing(name.clone())),
            _ => Ok(Out::Struct("", self.1)),
        }
    }
}
