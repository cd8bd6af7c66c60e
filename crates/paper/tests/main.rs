//! Papers held against programs that others wrote: poppler, qpdf, pyHanko and OpenSSL.

#[cfg(test)]
#[path = "suite/cases.rs"]
mod cases;
#[cfg(test)]
#[path = "suite/forms.rs"]
mod forms;
#[cfg(test)]
#[path = "suite/provisional.rs"]
mod provisional;
#[cfg(test)]
#[path = "suite/rendering.rs"]
mod rendering;
#[cfg(test)]
#[path = "suite/samples.rs"]
mod samples;
#[cfg(test)]
#[path = "suite/signatures.rs"]
mod signatures;
#[cfg(test)]
#[path = "suite/tools.rs"]
mod tools;
