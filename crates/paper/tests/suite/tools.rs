//! The validators. A missing one fails the test and says what to install.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is removed after the test; set `PAPER_SAMPLES` to a path to keep what the tests make.
pub struct Folder {
    path: PathBuf,
    _guard: Option<tempfile::TempDir>,
}

impl Folder {
    pub fn new() -> Self {
        if let Some(path) = std::env::var_os("PAPER_SAMPLES") {
            let path = PathBuf::from(path);
            std::fs::create_dir_all(&path).unwrap();
            return Self { path, _guard: None };
        }
        let guard = tempfile::tempdir().unwrap();
        Self { path: guard.path().to_owned(), _guard: Some(guard) }
    }
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Runs a validator.
pub fn run(program: &str, package: &str, arguments: &[&str], file: &Path) -> Output {
    Command::new(program)
        .args(arguments)
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed for this test ({error}); install {package}"))
}

/// The text of a PDF as a reader extracts it, every run of spaces and line ends as one space.
pub fn text(file: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output()
        .unwrap_or_else(|error| panic!("pdftotext is needed for this test ({error}); install poppler-utils"));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF in reading order, one space between them.
pub fn words(file: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output()
        .unwrap_or_else(|error| panic!("pdftotext is needed for this test ({error}); install poppler-utils"));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// qpdf finds no fault in the file.
pub fn assert_sound(file: &Path) {
    let output = run("qpdf", "qpdf", &["--check"], file);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("WARNING"), "{said}");
}

/// Number of pages and their size in points.
pub fn pages(file: &Path) -> (usize, String) {
    let output = run("pdfinfo", "poppler-utils", &[], file);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let field = |name: &str| {
        let line = said.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].trim().to_owned()
    };
    (field("Pages:").parse().unwrap(), field("Page size:"))
}
