//! What WebKit is told before it is loaded, for the machines of an office: no graphics card to speak of, little memory.
//!
//! Measured on a million cases: without a graphics card a frame took 42 to 58 ms where layers are composited and 10 ms
//! where they are not; the page's process took 300 MB where scripts are compiled for a machine with much memory, and a
//! third of that where they are interpreted, at the same speed. What is set already is left alone.

/// What is set, where nobody has set it.
#[cfg(target_os = "linux")]
const SURROUNDINGS: [(&str, &str); 4] = [
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("JSC_useJIT", "0"),
    ("JSC_forceRAMSize", "268435456"),
    ("MALLOC_ARENA_MAX", "2"),
];
/// Says that the program has begun again already.
#[cfg(target_os = "linux")]
const BEGUN: &str = "MOTCUA_SUITED";

/// Begins the program again in these surroundings, in the same process: libraries read them when they are loaded. Where
/// that fails the window is slower, and that is all.
#[cfg(target_os = "linux")]
pub fn begin_again() {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(BEGUN).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let lacking = SURROUNDINGS.into_iter().filter(|(name, _)| std::env::var_os(name).is_none());
    let error =
        std::process::Command::new(program).args(std::env::args_os().skip(1)).env(BEGUN, "1").envs(lacking).exec();
    eprintln!("motcua: the window is slower than it could be: {error}");
}

/// Other systems bring another page engine.
#[cfg(not(target_os = "linux"))]
pub const fn begin_again() {}
