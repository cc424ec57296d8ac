//! Where the program lies that runs queries.

use std::io::Write as _;
use std::path::PathBuf;

/// The engine of this build, or the one that `BOARDPACK_ENGINE` names. Where there is none it says what
/// is left out, and fails where `CI` is set.
pub(crate) fn program() -> Option<PathBuf> {
    // Cargo names the program even where it does not build it.
    let built = option_env!("CARGO_BIN_EXE_boardpack-engine").filter(|_| cfg!(feature = "engine"));
    let named = || std::env::var_os("BOARDPACK_ENGINE").map(PathBuf::from);
    let program = built.map(PathBuf::from).or_else(named);
    if program.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "run the tests with `--features engine`, or without CI"
        );
        // `println!` of a test that passes is kept to itself.
        let told =
            b"left out: boardpack-engine was not built (--features engine, or BOARDPACK_ENGINE)\n";
        std::io::stderr().write_all(told).unwrap();
    }
    program
}
