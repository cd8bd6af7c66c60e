/** Vietnamese: the language that the others are measured by. */
import { bundles } from './bundles';
import { counter } from './counter';
import { declaring } from './declaring';
import * as enrolling from './enrol';
import * as heads from './heads';
import * as helping from './help';
import * as law from './law';
import * as newsroom from './news';
import * as noes from './noes';
import * as office from './office';
import * as screens from './screens';

export const vi = {
  ...screens,
  ...enrolling,
  ...helping,
  ...newsroom,
  bundles,
  counter,
  declaring,
  heads,
  office,
  law,
  noes
};
export type Words = typeof vi;
