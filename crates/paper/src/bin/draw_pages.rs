//! The process that opens foreign files: a document on standard input, pictures of its pages on standard output.
//!
//! The desk starts its own program in this role instead; this one serves the tests and whoever has no desk.

use std::process::ExitCode;

fn main() -> ExitCode {
    paper::render::child_main()
}
