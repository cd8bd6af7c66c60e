/** Pages of a document as pictures, drawn on a canvas. Where there is no canvas, a white point. */
import type { PageImage } from '$lib/generated/types';

const WHITE_POINT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

export interface Sheet {
  agency: string;
  title: string;
  body: string;
  small?: boolean;
  mark?: string;
}

export function drawPages(sheet: Sheet): PageImage[] {
  const [width, height] = sheet.small ? [874, 1240] : [1240, 1754];
  if (typeof document === 'undefined') return [{ width, height, png: WHITE_POINT }];
  const lines = sheet.body.split('\n').flatMap((line) => wrap(line, sheet.small ? 62 : 78));
  const perPage = sheet.small ? 26 : 34;
  const pages: PageImage[] = [];
  for (let start = 0; start === 0 || start < lines.length; start += perPage) {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext('2d');
    if (!pen) return [{ width, height, png: WHITE_POINT }];
    draw(pen, sheet, lines.slice(start, start + perPage), start === 0);
    pages.push({ width, height, png: canvas.toDataURL('image/png').split(',')[1] ?? WHITE_POINT });
  }
  return pages;
}

function wrap(line: string, length: number): string[] {
  const out: string[] = [''];
  for (const word of line.split(' ')) {
    const last = out[out.length - 1]!;
    if ((last + ' ' + word).length > length) out.push(word);
    else out[out.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return out;
}

function draw(pen: CanvasRenderingContext2D, sheet: Sheet, lines: string[], first: boolean): void {
  const { width, height } = pen.canvas;
  const size = sheet.small ? 22 : 27;
  const serif = (weight: string, factor: number) =>
    `${weight} ${Math.round(size * factor)}px 'Source Serif 4 Variable', serif`;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#111';
  let y = size * 4;
  const left = size * 4;
  if (first) {
    pen.textAlign = 'center';
    pen.font = serif('700', 0.85);
    pen.fillText(sheet.agency.toLocaleUpperCase('vi'), width * 0.25, y);
    pen.fillText('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', width * 0.68, y);
    pen.font = serif('700', 0.9);
    pen.fillText('Độc lập - Tự do - Hạnh phúc', width * 0.68, y + size * 1.5);
    pen.fillRect(width * 0.68 - size * 5, y + size * 2.1, size * 10, 2);
    pen.fillRect(width * 0.25 - size * 2.5, y + size * 0.7, size * 5, 2);
    y += size * 6;
    pen.font = serif('700', 1.15);
    for (const line of wrap(sheet.title, 44)) {
      pen.fillText(line, width / 2, y);
      y += size * 1.7;
    }
    y += size;
  }
  pen.textAlign = 'left';
  pen.font = serif('400', 1);
  for (const line of lines) {
    pen.fillText(line, left, y);
    y += size * 1.75;
  }
  if (sheet.mark) {
    pen.save();
    pen.translate(width / 2, height / 2);
    pen.rotate(-Math.PI / 5);
    pen.textAlign = 'center';
    pen.fillStyle = 'rgba(160,40,20,.13)';
    pen.font = serif('700', 4);
    pen.fillText(sheet.mark, 0, 0);
    pen.restore();
  }
}
