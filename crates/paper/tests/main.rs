//! Papers held against programs that others wrote: poppler, qpdf and pyHanko.

#[path = "suite/forms.rs"]
mod forms;
#[path = "suite/samples.rs"]
mod samples;
#[path = "suite/tools.rs"]
mod tools;
