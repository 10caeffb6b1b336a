//! Where commands put what they make and say: over nothing that anybody has, in the order of what it is made of.

use std::fs;

use crate::command_line::{Ran, run};

/// What is said of many maps comes in the order in which they are named, however long each takes.
#[test]
fn many_maps_are_told_of_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |number: usize| folder.path().join(format!("{number}.owm"));
    for number in 0..40 {
        let many = if number % 8 == 0 { 400 } else { 1 };
        let text = "component  C [0.5, 0.5]\n".repeat(many);
        fs::write(path(number), text + "no such line\n").unwrap();
    }
    let paths: Vec<String> = (0..40).map(|number| path(number).display().to_string()).collect();
    let pictures: Vec<String> = paths.iter().map(|path| path.replace(".owm", ".svg")).collect();
    let lines =
        |ran: &Ran| -> Vec<String> { String::from_utf8_lossy(&ran.out).lines().map(str::to_owned).collect() };
    let run_on_all = |command: &[&str]| {
        let mut args = command.to_vec();
        args.extend(paths.iter().map(String::as_str));
        run(&args, "")
    };
    let ran = run_on_all(&["fmt", "--check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(lines(&ran), paths);
    let ran = run_on_all(&["render", "--check"]);
    assert_eq!(lines(&ran), pictures);
    let mut warned: Vec<_> = ran
        .err
        .lines()
        .filter_map(|line| paths.iter().position(|path| line.contains(path.as_str())))
        .collect();
    warned.dedup();
    assert_eq!(warned, (0..40).collect::<Vec<_>>(), "{}", ran.err);
}

/// What a map is made into never takes its place.
#[test]
fn nothing_goes_over_the_map_that_it_is_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let text = "title Tea\ncomponent Cup [0.5, 0.5]\n";
    for name in ["a.owm", "b.owm"] {
        fs::write(at(name), text).unwrap();
    }
    let (a, b) = (at("a.owm"), at("b.owm"));
    for args in [
        vec!["render", &a, "-o", &a, "--format", "svg"],
        vec!["diff", &a, &b, "-o", &b],
        vec!["diff", &a, &b, "-o", &a, "--format", "svg"],
        vec!["report", &a, "--format", "md", "-o", &a],
        vec!["convert", &a, "--to", "json", "-o", &a],
    ] {
        let ran = run(&args, "");
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains("would go over the map"), "{args:?}: {}", ran.err);
    }
    assert!([&a, &b].iter().all(|path| fs::read_to_string(path).unwrap() == text));
    // Nor one picture the place of another.
    fs::write(at("m.md"), "```owm\ncomponent A [0.5, 0.5]\n```\n\n```owm\ncomponent B [0.5, 0.5]\n```\n")
        .unwrap();
    fs::write(at("m-1.owm"), text).unwrap();
    let ran = run(&["render", &at("m.md"), &at("m-1.owm")], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("m-1.svg"), "{}", ran.err);
}

/// Lines end as they did: where a system has them end otherwise, its files are canonical all the same.
#[test]
fn fmt_keeps_the_ends_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.owm").display().to_string();
    fs::write(&path, "title Tea\r\n\r\ncomponent   Cup [0.5, 0.5]\r\n").unwrap();
    assert_eq!(run(&["fmt", &path], "").code, 0);
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("component Cup [0.5, 0.5]\r\n") && !text.replace("\r\n", "").contains('\n'),
        "{text:?}"
    );
    assert_eq!(run(&["fmt", "--check", &path], "").code, 0);
}

/// What is written to standard output by another name goes behind what is there, and a full disk is told.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_has_other_names() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let (map, log) = (folder.path().join("a.owm"), folder.path().join("log"));
    fs::write(&map, "component Cup [0.5, 0.5]\ncomponent Tea [0.4, 0.5]\nno such line\n").unwrap();
    fs::write(&log, "before\n").unwrap();
    let run_into = |path: &std::path::Path, args: &[&str]| {
        let out = fs::File::options().append(true).open(path).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mapstone"));
        command.args(args).arg(&map).stdout(Stdio::from(out)).stderr(Stdio::null());
        command.status().unwrap().code()
    };
    assert_eq!(run_into(&log, &["convert", "--to", "json", "-o", "/dev/stdout"]), Some(0));
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.starts_with("before\n{"), "{text}");
    let errors = fs::File::options().append(true).open(&log).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mapstone"));
    command.args(["convert", "--to", "json", "-o", "/dev/stderr"]).arg(&map).stderr(Stdio::from(errors));
    assert!(command.status().unwrap().success());
    assert_eq!(fs::read_to_string(&log).unwrap().matches("before\n").count(), 1);
    for args in [vec!["check"], vec!["check", "--format", "sarif"], vec!["render", "-o", "-"]] {
        assert_eq!(run_into(std::path::Path::new("/dev/full"), &args), Some(2), "{args:?}");
    }
}
