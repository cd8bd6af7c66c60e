import type { Words } from '../vi';
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

export const en: Words = {
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
