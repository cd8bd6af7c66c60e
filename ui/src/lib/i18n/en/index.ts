import type { Words } from '../vi';
import * as heads from './heads';
import * as law from './law';
import * as noes from './noes';
import * as office from './office';
import * as screens from './screens';

export const en: Words = { ...screens, heads, office, law, noes };
