//! Pictures of papers, as a telephone would take them: PNG, four shades of grey, letters of five by seven dots.

/// A card with a heading and a name.
pub(super) fn card(heading: &str, name: &str) -> Vec<u8> {
    let mut sheet = Sheet::new();
    sheet.fill(0, 0, WIDTH, HEIGHT, LIGHT);
    sheet.fill(12, 12, WIDTH - 24, HEIGHT - 24, WHITE);
    sheet.fill(12, 12, WIDTH - 24, 4, DARK);
    sheet.fill(24, 84, 72, 92, LIGHT);
    sheet.fill(46, 100, 28, 28, DARK);
    sheet.fill(36, 132, 48, 44, DARK);
    sheet.write(24, 28, 2, heading);
    sheet.write(24, 50, 2, "TINH NAM DINH");
    sheet.write(112, 88, 2, name);
    sheet.write(112, 116, 2, "DU LIEU MAU");
    sheet.write(112, 144, 3, "SAMPLE");
    for line in 0..3 {
        sheet.fill(24, 190 + line * 10, WIDTH - 60 - line * 40, 2, LIGHT);
    }
    sheet.png()
}

const WIDTH: usize = 360;
const HEIGHT: usize = 228;
/// Four pixels a byte.
const ROW: usize = WIDTH / 4;
const BLACK: u8 = 0;
const DARK: u8 = 1;
const LIGHT: u8 = 2;
const WHITE: u8 = 3;

struct Sheet(Vec<u8>);

impl Sheet {
    fn new() -> Self {
        Self(vec![0; WIDTH * HEIGHT])
    }

    fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, shade: u8) {
        for y in top..(top + height).min(HEIGHT) {
            let (from, to) = (y * WIDTH + left.min(WIDTH), y * WIDTH + (left + width).min(WIDTH));
            self.0[from..to].fill(shade);
        }
    }

    /// Letters without a drawing, and those past the edge, leave a space.
    fn write(&mut self, left: usize, top: usize, scale: usize, text: &str) {
        for (place, letter) in text.to_uppercase().chars().enumerate() {
            let x = left + place * 6 * scale;
            if x + 5 * scale > WIDTH - 16 {
                return;
            }
            for (row, bits) in glyph(letter).into_iter().enumerate() {
                for column in (0..5).filter(|column| (bits >> (4 - column)) & 1 == 1) {
                    self.fill(x + column * scale, top + row * scale, scale, scale, BLACK);
                }
            }
        }
    }

    /// The sheet as PNG (ISO/IEC 15948): two bits grey, not compressed, so that nothing is needed to write it.
    fn png(&self) -> Vec<u8> {
        let mut raw = Vec::with_capacity((ROW + 1) * HEIGHT);
        for row in self.0.chunks(WIDTH) {
            raw.push(0);
            raw.extend(row.chunks(4).map(|four| four.iter().fold(0_u8, |byte, shade| (byte << 2) | *shade)));
        }
        let mut header = Vec::new();
        header.extend((WIDTH as u32).to_be_bytes());
        header.extend((HEIGHT as u32).to_be_bytes());
        header.extend([2, 0, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, b"IHDR", &header);
        chunk(&mut file, b"IDAT", &stored(&raw));
        chunk(&mut file, b"IEND", &[]);
        file
    }
}

/// A zlib stream of blocks that are stored as they are (RFC 1950, RFC 1951).
fn stored(raw: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 65_535;
    let mut stream = vec![0x78, 0x01];
    let blocks = raw.chunks(BLOCK).count();
    for (index, block) in raw.chunks(BLOCK).enumerate() {
        let length = block.len() as u16;
        stream.push(u8::from(index + 1 == blocks));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (low, high) = raw.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    stream.extend(((high << 16) | low).to_be_bytes());
    stream
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let checked = file.len();
    file.extend(kind);
    file.extend(data);
    let crc = crc(&file[checked..]);
    file.extend(crc.to_be_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

/// Seven rows of five dots.
fn glyph(letter: char) -> [u8; 7] {
    match letter {
        'A' => [0x0E, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11],
        'B' => [0x1E, 0x11, 0x11, 0x1E, 0x11, 0x11, 0x1E],
        'C' => [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E],
        'D' => [0x1E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1E],
        'E' => [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
        'F' => [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x10],
        'G' => [0x0E, 0x11, 0x10, 0x17, 0x11, 0x11, 0x0F],
        'H' => [0x11, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11],
        'I' => [0x0E, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0E],
        'J' => [0x07, 0x02, 0x02, 0x02, 0x02, 0x12, 0x0C],
        'K' => [0x11, 0x12, 0x14, 0x18, 0x14, 0x12, 0x11],
        'L' => [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1F],
        'M' => [0x11, 0x1B, 0x15, 0x15, 0x11, 0x11, 0x11],
        'N' => [0x11, 0x11, 0x19, 0x15, 0x13, 0x11, 0x11],
        'O' => [0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E],
        'P' => [0x1E, 0x11, 0x11, 0x1E, 0x10, 0x10, 0x10],
        'Q' => [0x0E, 0x11, 0x11, 0x11, 0x15, 0x12, 0x0D],
        'R' => [0x1E, 0x11, 0x11, 0x1E, 0x14, 0x12, 0x11],
        'S' => [0x0F, 0x10, 0x10, 0x0E, 0x01, 0x01, 0x1E],
        'T' => [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
        'U' => [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E],
        'V' => [0x11, 0x11, 0x11, 0x11, 0x11, 0x0A, 0x04],
        'W' => [0x11, 0x11, 0x11, 0x15, 0x15, 0x15, 0x0A],
        'X' => [0x11, 0x11, 0x0A, 0x04, 0x0A, 0x11, 0x11],
        'Y' => [0x11, 0x11, 0x0A, 0x04, 0x04, 0x04, 0x04],
        'Z' => [0x1F, 0x01, 0x02, 0x04, 0x08, 0x10, 0x1F],
        '0' => [0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E],
        '1' => [0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E],
        '2' => [0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F],
        '3' => [0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E],
        '4' => [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02],
        '5' => [0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E],
        '6' => [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E],
        '7' => [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
        '8' => [0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E],
        '9' => [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C],
        '-' => [0x00, 0x00, 0x00, 0x1F, 0x00, 0x00, 0x00],
        _ => [0; 7],
    }
}
