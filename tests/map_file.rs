//! The laws of the map file.
