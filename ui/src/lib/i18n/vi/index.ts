/** Vietnamese: the language that the others are measured by. */
import * as law from './law';
import * as noes from './noes';
import * as office from './office';
import * as screens from './screens';

export const vi = { ...screens, office, law, noes };
export type Words = typeof vi;
