//! What the program writes is for whoever runs it alone.

use crate::stage::Process;
use reqwest::Client;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn open_to_others(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mode = std::fs::symlink_metadata(&path).expect("its rights").permissions().mode();
        if mode & 0o077 != 0 {
            found.push(format!("{} {:o}", path.display(), mode & 0o777));
        }
        if path.is_dir() {
            open_to_others(&path, found);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn database_keys_and_documents_are_readable_for_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("portal");
    let process = Process::start(&["--data", &data.display().to_string()], Default::default());
    assert!(Client::new().get(format!("{}/health/ready", process.url)).send().await.unwrap().status().is_success());
    let mut found = Vec::new();
    open_to_others(&data, &mut found);
    assert!(data.join("portal.db").exists() && data.join("documents").exists());
    assert_eq!(found, [""; 0]);
}
