//! Others judge what came out: pyHanko, poppler and qpdf the documents, a search of every byte the desk's folder.

use crate::stage::{Failed, Told, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The text of a PDF.
pub fn text_of(pdf: &Path) -> Told<String> {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output()?;
    ensure(output.status.success(), || format!("{} cannot be read", pdf.display()))?;
    Ok(String::from_utf8(output.stdout)?)
}

/// A signed result is what three readers of PDF say that it is: two signatures, each valid, the last over the whole file,
/// both from the authority `anchor`.
pub fn is_signed_and_sealed(pdf: &Path, anchor: &Path) -> Told {
    let sound = Command::new("qpdf").arg("--check").arg(pdf).output()?;
    let said = |output: &std::process::Output| {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    ensure(sound.status.success(), || format!("qpdf: {}", said(&sound)))?;

    let poppler = said(&Command::new("pdfsig").arg("-nocert").arg(pdf).output()?);
    let valid = poppler.matches("Signature Validation: Signature is Valid.").count();
    ensure(valid == 2 && poppler.matches("Signature #").count() == 2, || format!("pdfsig: {poppler}"))?;
    ensure(poppler.contains("Total document signed"), || format!("pdfsig: {poppler}"))?;

    let mut hanko = Command::new(pyhanko()?);
    let output = hanko.args(["sign", "validate", "--pretty-print", "--trust"]).arg(anchor).arg(pdf).output()?;
    let hanko = said(&output);
    let judged = hanko.matches("The signature is judged VALID.").count();
    ensure(output.status.success() && judged == 2, || format!("pyHanko: {hanko}"))
}

/// pyHanko from the folder that `make setup` fills, or from the path.
fn pyhanko() -> Told<PathBuf> {
    let given = std::env::var_os("MOTCUA_VENV").map(PathBuf::from);
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    let usual = cache.map(|cache| cache.join("motcua/venv"));
    let venvs = [given, usual].into_iter().flatten().map(|venv| venv.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = venvs.chain(std::env::split_paths(&path)).map(|folder| folder.join("pyhanko"));
    places
        .find(|place| place.is_file())
        .ok_or_else(|| Failed("this machine lacks pyHanko; 'make setup' installs it".to_owned()))
}

/// No file below a folder has any of these words in the clear, in the encodings that programs write.
pub fn nowhere_in_the_clear(folder: &Path, words: &[&str]) -> Told {
    let utf_16 = |word: &str| word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let needles: Vec<Vec<u8>> = words.iter().flat_map(|word| [word.as_bytes().to_vec(), utf_16(word)]).collect();
    let mut looked_at = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                looked_at += 1;
                let bytes = std::fs::read(entry.path())?;
                let found = needles.iter().any(|needle| bytes.windows(needle.len()).any(|window| window == needle));
                ensure(!found, || format!("{} holds personal data in the clear", entry.path().display()))?;
            }
        }
    }
    ensure(looked_at > 0, || format!("{} is empty", folder.display()))
}
