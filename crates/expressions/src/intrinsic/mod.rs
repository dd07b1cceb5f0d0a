//! Calls of intrinsic functions over values.
