//! Layout: blocks of text, tables and signatures onto pages of any size.
//!
//! Enter at [`set`]. It knows nothing of forms, cases or signatures, and nothing of the file format but the drawing
//! operations in `canvas`. Deliberately absent: hyphenation (Vietnamese has none), right-to-left text, pictures.
//!
//! An HTML engine was tried first and dropped: it lost style sheets silently and let tables run off the page.

mod block;
mod canvas;
mod flow;
mod strokes;
mod table;
mod text;

pub(crate) use block::{Align, Block, Column, Paragraph, Place, draw_stack, stack_height, text_width};
pub(crate) use canvas::{Canvas, Run};
pub(crate) use flow::{MM, Pages, Sheet, set};
pub use strokes::Strokes;
pub(crate) use table::{HeadCell, Header, Spot, Table, spots};
pub(crate) use text::{Colour, Inline, Style};
