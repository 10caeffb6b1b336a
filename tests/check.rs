//! `mapstone check`: problems and questions with their codes, what is denied, and what a change raises and settles.

use std::fs;
use std::path::Path;
use std::process::Command;

use mapstone::analysis::Rule;
use serde_json::Value;

use crate::command_line::{Ran, run};

const RACKS: &str = "maps/custom-racks.ron";

fn out(ran: &Ran) -> String {
    String::from_utf8(ran.out.clone()).unwrap()
}

#[test]
fn questions_are_notes_with_codes_and_places() {
    let ran = run(&["check", RACKS], "");
    assert_eq!(ran.code, 0);
    let lines: Vec<_> = out(&ran).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("maps/custom-racks.ron:19:9: note: Compute is a product, yet rests on Rack")
    );
    assert!(lines[0].ends_with("[habit-or-novel]"));
    // In a block of a Markdown file the lines are those of the file.
    let text = "# A\n\n```owm\nanchor U [0.9, 0.5]\ncomponent A [0.8, 0.8]\ncomponent B [0.5, 0.3]\nU->A\nA->B\n```\n";
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.md");
    fs::write(&page, text).unwrap();
    let page = page.to_str().unwrap();
    let ran = run(&["check", page], "");
    assert!(
        out(&ran).starts_with(&format!("{page}:8:1: note: A is a commodity, yet rests on B")),
        "{}",
        out(&ran)
    );
    let json: Value = serde_json::from_slice(&run(&["check", RACKS, "--format", "json"], "").out).unwrap();
    assert_eq!((json[0]["code"].as_str(), json[0]["on"][0].as_str()), (Some("habit-or-novel"), Some("rack")));
}

#[test]
fn what_is_denied_is_a_warning() {
    let deny = |args: &[&str]| run(&[&["check", RACKS][..], args].concat(), "").code;
    assert_eq!(deny(&["--deny", "habit-or-novel"]), 1);
    assert_eq!(deny(&["--deny", "cycle,inverted"]), 0);
    assert_eq!(deny(&["--deny", "all"]), 1);
    assert_eq!(deny(&["--deny", "all", "--allow", "habit-or-novel"]), 0);
    let ran = run(&["check", RACKS, "--deny", "habit-or-new"], "");
    assert_eq!((ran.code, ran.err.contains("there is no code `habit-or-new`")), (2, true));
    assert_eq!(deny(&["--deny", "cycle", "--allow", "cycle"]), 2);
    // Problems have codes as well; what breaks the format cannot be put up with.
    let warned = run(&["check", "-", "--allow", "not-understood"], "component A [0.5, 0.5]\nhuh\n");
    assert_eq!((warned.code, out(&warned).contains("not understood")), (0, false));
    assert_eq!(run(&["check", "-", "--allow", "all"], "Map(format: 1, elements: [").code, 2);
}

#[test]
fn a_file_beside_the_maps_denies_too() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("maps");
    fs::create_dir(&deep).unwrap();
    let map = deep.join("racks.ron");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(RACKS), &map).unwrap();
    let map = map.to_str().unwrap();
    let config = folder.path().join("mapstone.toml");
    let with = |text: &str, args: &[&str]| {
        fs::write(&config, text).unwrap();
        run(&[&["check", map][..], args].concat(), "")
    };
    assert_eq!(with("[check]\ndeny = [\"habit-or-novel\"]\n", &[]).code, 1);
    assert_eq!(with("[check]\ndeny = [\"habit-or-novel\"]\n", &["--allow", "habit-or-novel"]).code, 0);
    let ran = with("[check]\nallow = [\"habit-or-novel\"]\n", &[]);
    assert_eq!((ran.code, out(&ran).as_str()), (0, ""));
    for (broken, place, message) in [
        ("[check]\ndeny = [\"huh\"]\n", ":2:9: ", "there is no code `huh`"),
        ("[check]\ndeny = \"cycle\"\n", ":2:8: ", "invalid type"),
        ("[check]\n\ndany = []\n", ":3:1: ", "unknown field"),
        ("[check\n", ":1:7: ", ""),
        ("[check]\ndeny = [\"cycle\"]\nallow = [\"cycle\"]\n", ":3:10: ", "both denied and allowed"),
    ] {
        let ran = with(broken, &[]);
        assert_eq!(ran.code, 2, "{broken}");
        assert!(ran.err.contains(&format!("mapstone.toml{place}")), "{broken}: {}", ran.err);
        assert!(ran.err.contains(message), "{broken}: {}", ran.err);
    }
}

#[test]
fn every_code_is_explained() {
    let listed = out(&run(&["check", "--rules"], ""));
    for rule in Rule::ALL {
        assert!(listed.contains(&format!("  {} ", rule.code())), "{}", rule.code());
        let ran = run(&["explain", rule.code()], "");
        assert!(ran.code == 0 && out(&ran).contains(rule.why()));
    }
    for (code, about) in mapstone::format::PROBLEMS {
        assert!(listed.contains(about));
        assert_eq!(run(&["explain", code], "").code, 0);
    }
    assert_eq!(run(&["explain", "huh"], "").code, 2);
}

/// What SARIF 2.1.0 requires of the parts that we write: the names, types and bounds of its schema.
#[test]
fn sarif_has_what_its_schema_requires() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("a b%ü.owm");
    fs::write(&odd, "component A [0.5, 0.5]\nhuh\ncomponent B [0.3, 2]\nA->B\nA->C\n").unwrap();
    let ran = run(&["check", odd.to_str().unwrap(), RACKS, "--format", "sarif"], "");
    let log: Value = serde_json::from_slice(&ran.out).unwrap();
    let only = |value: &Value, known: &[&str]| {
        for key in value.as_object().unwrap().keys() {
            assert!(known.contains(&key.as_str()), "{key}");
        }
    };
    only(&log, &["$schema", "version", "runs"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    only(run, &["tool", "columnKind", "results"]);
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()));
    let driver = &run["tool"]["driver"];
    only(driver, &["name", "version", "rules"]);
    let rules = driver["rules"].as_array().unwrap();
    let mut ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for rule in rules {
        only(rule, &["id", "shortDescription", "fullDescription", "defaultConfiguration"]);
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        assert!(
            ["none", "note", "warning", "error"]
                .contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
    }
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "rules are unique");
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 4);
    for result in results {
        only(result, &["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
        assert!(result["partialFingerprints"].as_object().unwrap().values().all(Value::is_string));
    }
    assert!(
        results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .ends_with("a%20b%25%C3%BC.owm")
    );
}

#[test]
fn a_change_raises_and_settles_questions() {
    let folder = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(folder.path())
            .output();
        let done = done.expect("git is there");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    let map = folder.path().join("racks.owm");
    let text = "anchor User [0.97, 0.68]\ncomponent Compute [0.79, 0.62]\ncomponent Rack [0.56, 0.36]\n\
        component Mount [0.42, 0.54]\nUser->Compute\nCompute->Rack\nRack->Mount\n";
    fs::write(&map, text).unwrap();
    let name = map.to_str().unwrap();
    assert_eq!(run(&["check", name, "--since", "HEAD"], "").code, 2, "no repository");
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    let ran = run(&["check", name, "--since", "HEAD"], "");
    assert_eq!((ran.code, out(&ran).as_str()), (0, ""));
    fs::write(
        &map,
        text.replace("0.56, 0.36", "0.56, 0.6")
            .replace("component Mount [0.42, 0.54]", "component Mount [0.42, 0.3]"),
    )
    .unwrap();
    let ran = run(&["check", name, "--since", "HEAD"], "");
    let lines: Vec<_> = out(&ran).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains(":7:1: note: raised: Rack is a product, yet rests on Mount"), "{lines:?}");
    assert!(lines[1].contains("note: settled: Compute is a product, yet rests on Rack"), "{lines:?}");
    assert_eq!(run(&["check", name, "--since", "HEAD", "--deny", "all"], "").code, 1);
    // A new map raises all of its questions.
    let fresh = folder.path().join("new.owm");
    fs::write(&fresh, text).unwrap();
    assert!(
        out(&run(&["check", fresh.to_str().unwrap(), "--since", "HEAD"], "")).contains("raised: Compute")
    );
    for wrong in ["nowhere", "--upload-pack=x", ""] {
        let ran = run(&["check", name, &format!("--since={wrong}")], "");
        assert_eq!(ran.code, 2, "{wrong}");
        assert!(ran.err.contains("revision"), "{}", ran.err);
    }
    assert_eq!(run(&["check", "-", "--since", "HEAD"], text).code, 2);
    git(&["status"]);
}

#[test]
fn few_questions_are_told_unless_all_are_asked_for() {
    let mut text = "anchor U [0.99, 0.5]\n".to_owned();
    for at in 0..12 {
        text.push_str(&format!(
            "component A{at} [0.8, 0.8]\ncomponent B{at} [0.5, 0.3]\nU->A{at}\nA{at}->B{at}\n"
        ));
    }
    let few = out(&run(&["check", "-"], &text));
    assert_eq!(few.lines().count(), 6, "{few}");
    assert!(few.ends_with("<stdin>: note: 7 questions more; --all tells them\n"), "{few}");
    assert_eq!(out(&run(&["check", "-", "--all"], &text)).lines().count(), 12);
    // So it is with hints of a kind; warnings are all told.
    let mut odd = "component A [0.5, 0.5]\n".to_owned();
    for at in 0..9 {
        odd.push_str(&format!("A->missing{at}\nhuh {at}\n"));
    }
    let told = out(&run(&["check", "-"], &odd));
    assert_eq!(told.matches("[end-missing]").count(), 5);
    assert_eq!(told.matches("[not-understood]").count(), 9);
    assert!(told.ends_with("<stdin>: note: 4 hints more; --all tells them\n"), "{told}");
}

#[test]
fn pictures_that_are_not_up_to_date_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (map, picture) = (folder.path().join("a.owm"), folder.path().join("a.svg"));
    let text = "component A [0.5, 0.5]\n";
    fs::write(&map, text).unwrap();
    let check = || run(&["render", "--check", map.to_str().unwrap()], "");
    let (ran, name) = (check(), format!("{}\n", picture.display()));
    assert_eq!((ran.code, out(&ran)), (1, name.clone()));
    assert!(!picture.exists(), "nothing is written");
    assert_eq!(run(&["render", map.to_str().unwrap()], "").code, 0);
    assert_eq!(check().code, 0);
    fs::write(&map, text.replace("0.5]", "0.6]")).unwrap();
    let before = fs::read(&picture).unwrap();
    let ran = check();
    assert_eq!((ran.code, out(&ran)), (1, name));
    assert_eq!(fs::read(&picture).unwrap(), before);
    assert_eq!(run(&["render", "--check", "-"], text).code, 2);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let ran = run(&["report", RACKS, "-o", &at("r.docx")], "");
    assert_eq!((ran.code, ran.err.contains("Markdown (.md) or HTML")), (2, true));
    let ran = run(&["render", RACKS, "-o", &at("r.xyz")], "");
    assert_eq!((ran.code, ran.err.contains("there is no picture format `xyz`")), (2, true));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let ran = run(&["chekc", RACKS], "");
    assert_eq!((ran.code, ran.err.contains("no command `chekc`")), (2, true));
    assert!(out(&run(&["explain", "Load"], "")).contains("an overlay"));
    assert_eq!(run(&["explain", "HABIT-or-novel"], "").code, 0);
    let ran = run(&["render", RACKS, "-o", "-", "--overlay", "rests-on"], "");
    assert_eq!((ran.code, ran.err.contains("--of ID")), (2, true));
}
