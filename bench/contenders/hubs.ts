import type { HubField } from '../hub-field.js';
import { festoonHub } from './festoon-hub.js';
import type { Hub } from './hub.js';
import { wireguardHub } from './wireguard-hub.js';

/** Who can carry packets through a third host, by the name that it has in the columns. */
export const HUBS: Readonly<Record<string, (field: HubField) => Hub | Promise<Hub>>> = {
  festoon: festoonHub,
  'wireguard-go': wireguardHub,
};
