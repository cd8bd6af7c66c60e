/** What was written by hand: lines of points, in thousandths of the field's width. */
export type Strokes = [number, number][][];
