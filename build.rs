//! Says how the program is linked.
//!
//! On Linux with glibc it lies at fixed addresses unless `MAPSTONE_PIE` is set. A program that may lie anywhere has its
//! 48,000 addresses (tables of functions, for the most part) written anew each time it starts, into 185 pages of its own:
//! half a millisecond, a fifth of what it takes to draw one small map. Stack, heap and libraries lie elsewhere each time in both
//! cases. Whoever packs it for others may want the program's own code to as well: `MAPSTONE_PIE=1 cargo build --profile dist`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=MAPSTONE_PIE");
    let on = |name: &str, value: &str| std::env::var(name).is_ok_and(|v| v == value);
    let any_place = std::env::var_os("MAPSTONE_PIE").is_some();
    // Who links the C library into it has said more about how.
    let is_whole = std::env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.contains("crt-static"));
    if on("CARGO_CFG_TARGET_OS", "linux") && on("CARGO_CFG_TARGET_ENV", "gnu") && !any_place && !is_whole {
        println!("cargo::rustc-link-arg-bin=mapstone=-no-pie");
    }
}
