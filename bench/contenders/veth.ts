import { PLAIN_DEVICE, PLAIN_NETWORK } from '../field.js';
import type { Contender } from './contender.js';

/** No tunnel at all: the field has the link. */
export function veth(): Contender {
  return {
    name: 'veth',
    description: `veth: a plain pair (${PLAIN_DEVICE}), no tunnel`,
    address: `${PLAIN_NETWORK}.2`,
    daemons: [],
    start: async () => undefined,
    stop: async () => undefined,
  };
}
