import type { Field } from '../field.js';
import { bound } from './bound.js';
import type { Contender } from './contender.js';
import { festoon } from './festoon.js';
import { nebula } from './nebula.js';
import { veth } from './veth.js';
import { wireguardGo } from './wireguard-go.js';

/** Everybody, in the order of the columns. A maker throws Unavailable when its contender cannot take part. */
export const CONTENDERS: Readonly<Record<string, (field: Field) => Contender | Promise<Contender>>> = {
  festoon,
  veth,
  'wireguard-go': wireguardGo,
  bound,
  nebula,
};
