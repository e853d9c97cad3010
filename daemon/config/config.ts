import type { Address, Endpoint, Prefix } from '../../protocol/address.js';

/** What one config file says, parsed once: frozen, paths absolute, defaults filled in. */
export interface Config {
  readonly identity: { readonly key: string; readonly certificate: string };
  readonly trust: string;
  /** One or two network secrets in force; the first is the one this node uses to open. */
  readonly secret: readonly string[];
  readonly state: string;
  readonly control: string;
  readonly listen: { readonly addresses: readonly Address[]; readonly port: number };
  readonly tun: { readonly name: string; readonly mtu: number };
  readonly metrics?: { readonly address: Endpoint };
  readonly peers: readonly PeerConfig[];
}

export interface PeerConfig {
  readonly name: string;
  /** X25519 public key, 32 B: the peer's certificate must bind exactly this one. */
  readonly key: Uint8Array;
  readonly addresses: readonly Address[];
  readonly routes: readonly Prefix[];
  readonly endpoints: readonly EndpointConfig[];
}

/** Where a peer may be found: `host` is an address or a DNS name, the latter resolved anew by io. */
export interface EndpointConfig {
  readonly host: string;
  readonly port: number;
}

/** sun_path of unix(7) less its final NUL; Node silently cuts what is longer. */
export const MAX_SOCKET_PATH_BYTES = 107;
