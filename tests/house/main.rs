//! The rules of the house, as tests: which crate may know which, and which files stay thin.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Our crates, and what of ours each may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("casework", &[]),
    ("protocol", &["casework"]),
    ("desk", &["casework", "protocol"]),
    ("paper", &["casework"]),
    ("portal", &["casework", "protocol", "paper"]),
    ("motcua", &["casework", "desk", "paper"]),
    ("motcua-tests", &["casework", "protocol", "desk", "portal", "paper"]),
];

/// What a crate never depends on, not even through others of ours.
const NEVER: &[(&str, &[&str])] = &[
    ("casework", &["tokio", "sqlx", "reqwest", "axum", "tauri", "rand", "getrandom", "printpdf", "chrono"]),
    ("protocol", &["tokio", "sqlx", "reqwest", "axum", "tauri"]),
    ("paper", &["tokio", "sqlx", "reqwest", "axum", "tauri"]),
    ("desk", &["axum", "tauri", "printpdf"]),
    ("portal", &["tauri"]),
    ("motcua", &["sqlx", "reqwest", "axum"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Direct dependencies of our crates (not those of their tests).
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata speaks JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let read = |package: &Value| {
        let names = package["dependencies"].as_array().expect("dependencies").iter();
        let names = names.filter(|dependency| dependency["kind"].as_str() != Some("dev"));
        let names = names.filter_map(|dependency| dependency["name"].as_str().map(str::to_owned));
        (package["name"].as_str().expect("a name").to_owned(), names.collect())
    };
    packages.iter().map(read).collect()
}

#[test]
fn the_arrows_between_our_crates_are_those_of_the_design() {
    let dependencies = dependencies();
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(dependencies.keys().map(String::as_str).collect::<BTreeSet<_>>(), ours, "a crate came or went");
    for (name, allowed) in ARROWS {
        let known = dependencies[*name].iter().filter(|dependency| ours.contains(dependency.as_str()));
        let surplus: Vec<_> = known.filter(|dependency| !allowed.contains(&dependency.as_str())).collect();
        assert!(surplus.is_empty(), "{name} must not depend on {surplus:?}");
    }
}

#[test]
fn no_crate_depends_on_what_it_must_never_know() {
    let dependencies = dependencies();
    for (name, never) in NEVER {
        let found: Vec<_> = never.iter().filter(|never| dependencies[*name].contains(**never)).collect();
        assert!(found.is_empty(), "{name} must never depend on {found:?}");
    }
}

fn sources(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

fn files_that_mention(folder: &str, ending: &str, words: &[&str]) -> Vec<String> {
    let mentions = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
    };
    let name = |path: PathBuf| path.strip_prefix(root()).expect("within").to_string_lossy().into_owned();
    let mut found: Vec<_> = sources(&root().join(folder), ending).into_iter().filter(mentions).map(name).collect();
    found.sort();
    found
}

#[test]
fn only_one_file_of_the_desk_knows_the_http_client() {
    assert_eq!(files_that_mention("crates/desk/src", ".rs", &["reqwest::"]), ["crates/desk/src/http_portal.rs"]);
}

#[test]
fn no_route_and_no_page_knows_sql() {
    let words = ["sqlx::", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"];
    for folder in ["crates/portal/src/routes", "crates/portal/src/site"] {
        assert_eq!(files_that_mention(folder, ".rs", &words), [""; 0], "{folder}");
    }
}

#[test]
fn no_statement_is_put_together_from_text() {
    for folder in ["crates/desk/src", "crates/portal/src"] {
        let found =
            files_that_mention(folder, ".rs", &["query(&format!", "query_scalar(&format!", "AssertSqlSafe(format!"]);
        assert_eq!(found, [""; 0], "{folder}");
    }
}

#[test]
fn only_one_file_of_the_window_knows_its_host() {
    assert_eq!(files_that_mention("ui/src", ".ts", &["@tauri-apps"]), ["ui/src/lib/backend/tauri.ts"]);
    assert_eq!(files_that_mention("ui/src", ".svelte", &["@tauri-apps", "{@html"]), [""; 0]);
}

#[test]
fn the_law_has_no_float_and_no_unordered_map() {
    let words = ["f32", "f64", "HashMap", "HashSet", "SystemTime"];
    assert_eq!(files_that_mention("crates/casework/src", ".rs", &words), [""; 0]);
}

#[test]
fn whatever_the_page_asks_of_the_window_is_declared_and_allowed() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect(path);
    let page = read("ui/src/lib/backend/tauri.ts");
    let (declared, allowed) = (read("src-tauri/build.rs"), read("src-tauri/capabilities/main.json"));
    let asked: BTreeSet<&str> = page.split("invoke('").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(asked.len() > 50, "commands are asked for in another way now: {asked:?}");
    let missing: Vec<_> = asked
        .into_iter()
        .filter(|name| {
            let permission = format!("\"allow-{}\"", name.replace('_', "-"));
            !declared.contains(&format!("\"{name}\"")) || !allowed.contains(&permission)
        })
        .collect();
    assert!(missing.is_empty(), "the window refuses what it is asked: {missing:?}");
}
