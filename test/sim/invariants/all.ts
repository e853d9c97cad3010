import { agreement } from './agreement.js';
import { belief } from './belief.js';
import { bounds } from './bounds.js';
import { forgetting } from './forgetting.js';
import type { MakeInvariant } from './invariant.js';
import { kinship } from './kinship.js';
import { nonces } from './nonces.js';
import { once } from './once.js';
import { quota } from './quota.js';
import { reach } from './reach.js';
import { records } from './records.js';
import { relay } from './relay.js';
import { singles } from './singles.js';
import { storms } from './storms.js';
import { ties } from './ties.js';
import { validity } from './validity.js';

/** Everything that is checked in every run. */
export const invariants: readonly MakeInvariant[] = [
  once,
  nonces,
  kinship,
  singles,
  relay,
  quota,
  records,
  belief,
  bounds,
  forgetting,
  agreement,
  ties,
  storms,
  validity,
  reach,
];
