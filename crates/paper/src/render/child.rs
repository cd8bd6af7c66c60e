//! The child process: limits itself, reads, draws or looks at signatures, writes.
//!
//! On standard input what to do and the limits (five numbers of 32 bits, little end first), then the file. On standard
//! output the pages, each as width, height, length and a PNG, or the signatures as JSON. A failure is one line on
//! standard error and a code that is not zero.

use super::{PngPage, RenderLimits, each_page};
use crate::{Error, SignatureSummary};
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// The whole program of the child process.
#[must_use]
pub fn child_main() -> ExitCode {
    // A panic of the renderer is told in one line, by `run`.
    std::panic::set_hook(Box::new(|_| {}));
    match restrict().and_then(|()| run(&mut std::io::stdin().lock(), &mut std::io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.to_string().replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// What the child is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Draw = 1,
    Inspect = 2,
}

pub(super) fn encode(task: Task, limits: RenderLimits) -> Vec<u8> {
    let numbers = [task as u32, limits.width, limits.pages, limits.pixels, limits.bytes];
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn run(input: &mut impl Read, output: &mut impl Write) -> Result<(), Error> {
    let mut number = || -> Result<u32, Error> {
        let mut bytes = [0; 4];
        input.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    };
    let task = number()?;
    let limits = RenderLimits { width: number()?, pages: number()?, pixels: number()?, bytes: number()? };
    let mut file = Vec::new();
    input.take(u64::from(limits.bytes) + 1).read_to_end(&mut file)?;
    if task == Task::Inspect as u32 {
        let signatures = inspect(&file, limits)?;
        serde_json::to_writer(&mut *output, &signatures).map_err(std::io::Error::from)?;
    } else {
        each_page(&file, limits, |page| Ok(write_page(output, &page)?))?;
    }
    Ok(output.flush()?)
}

/// What is signed in a file of anybody's: where its reader gives up, nothing can be said.
fn inspect(file: &[u8], limits: RenderLimits) -> Result<Vec<SignatureSummary>, Error> {
    let limit = usize::try_from(limits.bytes).unwrap_or(usize::MAX);
    if file.len() > limit {
        return Err(Error::TooLarge { size: file.len(), limit });
    }
    catch_unwind(AssertUnwindSafe(|| crate::inspect(file)))
        .unwrap_or_else(|_| Err(Error::Render("the reader of signatures gave up".to_owned())))
}

fn write_page(output: &mut impl Write, page: &PngPage) -> std::io::Result<()> {
    let length = u32::try_from(page.png.len()).map_err(std::io::Error::other)?;
    for number in [page.width, page.height, length] {
        output.write_all(&number.to_le_bytes())?;
    }
    output.write_all(&page.png)
}

/// What the parent reads: pages, and nothing after them.
pub(super) fn read_pages(mut output: &[u8]) -> Option<Vec<PngPage>> {
    let mut pages = Vec::new();
    while !output.is_empty() {
        let number = |at: usize| Some(u32::from_le_bytes(output.get(at..at + 4)?.try_into().ok()?));
        let (width, height, length) = (number(0)?, number(4)?, usize::try_from(number(8)?).ok()?);
        let png = output.get(12..12_usize.checked_add(length)?)?.to_vec();
        output = &output[12 + length..];
        pages.push(PngPage { width, height, png });
    }
    Some(pages)
}

/// Gives up what drawing does not need: memory, time, files.
#[cfg(unix)]
fn restrict() -> Result<(), Error> {
    use rlimit::Resource;
    const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
    const SECONDS: u64 = 60;
    for (resource, limit) in [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 16),
    ] {
        let (_, hard) = rlimit::getrlimit(resource)?;
        rlimit::setrlimit(resource, limit.min(hard), limit.min(hard))?;
    }
    Ok(())
}

/// Elsewhere only the parent's timeout and its cap on output hold.
#[cfg(not(unix))]
fn restrict() -> Result<(), Error> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_as_they_were_written() {
        let pages = [PngPage { width: 1, height: 2, png: vec![3; 5] }, PngPage { width: 4, height: 5, png: vec![] }];
        let mut bytes = Vec::new();
        for page in &pages {
            write_page(&mut bytes, page).unwrap();
        }
        assert_eq!(read_pages(&bytes).unwrap(), pages);
        for length in 1..bytes.len() {
            assert!(read_pages(&bytes[..length]).is_none_or(|read| read.len() < 2), "{length}");
        }
    }
}
