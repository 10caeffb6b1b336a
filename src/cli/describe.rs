//! `mapstone describe`

use std::path::Path;

use super::args::DescribeArgs;
use super::input::{self, Limit};
use super::{Outcome, complain};
use crate::format::Severity;
use crate::report::describe;

/// Tells maps in sentences, on standard output.
pub(super) fn run(args: &DescribeArgs) -> Outcome {
    let mut said = Vec::new();
    for path in &args.inputs {
        let inputs = match input::read(path, None, Limit::new(args.no_limit)) {
            Ok(inputs) => inputs,
            Err(message) => {
                complain(message);
                return Outcome::Failed;
            }
        };
        for input in inputs {
            input.report(Severity::Warning).lines().for_each(complain);
            let Some(map) = input.reading.map else {
                complain(format!("{}: this is no map", input.name));
                return Outcome::Failed;
            };
            said.push(describe(&map).join("\n"));
        }
    }
    match input::write(Path::new("-"), format!("{}\n", said.join("\n\n")).as_bytes()) {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}
