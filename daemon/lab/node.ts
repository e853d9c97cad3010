import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { Failure } from '../config/failure.js';
import { requestStatus, requestText } from '../io/control-client.js';
import { attempt, type CommandOptions, type Finished, run } from './command.js';
import { eventually } from './eventually.js';
import type { Membership, Network } from './membership.js';
import { type Metrics, parseMetrics } from './metrics.js';
import type { Exit, LabProcess } from './process.js';
import type { Sandbox } from './sandbox.js';
import { festoonArgv, toolArgv } from './tools.js';
import type { Site } from './underlay.js';

/** A peer as it stands in a node's config. */
export interface PeerEntry {
  readonly name: string;
  readonly key: string;
  readonly next_key?: string;
  readonly addresses: readonly string[];
  readonly routes?: readonly string[];
  readonly endpoints?: readonly string[];
}

/** A manager as it stands in a node's config. */
export interface ManagerEntry {
  readonly name: string;
  readonly key: string;
  readonly endpoints: readonly string[];
  readonly domain?: string;
}

/** What is in a node's config beside its own files; every key may be replaced by a test of bad input. */
export interface NodeConfig {
  readonly listen: unknown;
  readonly tun: { readonly name: string; readonly mtu: number };
  readonly metrics: string;
  readonly peers: readonly PeerEntry[];
  readonly managers?: readonly ManagerEntry[];
  readonly [key: string]: unknown;
}

export const PORT = 7077;
export const TUN = 'festoon0';
const METRICS = '127.0.0.1:9077';
/** Smallest underlay MTU of the lab, 1500, less 128. */
const TUN_MTU = 1372;
const READY_MILLIS = 30_000;
/** A direct way may be looked for as seldom as each 30 s. */
const TRAVEL_MILLIS = 60_000;

/** One server of the lab: a site with a config and, while it is started, a daemon. */
export class LabNode {
  readonly site: Site;
  /** What it is known by; a node whose key is changed has another one from then on. */
  membership: Membership;
  readonly configFile: string;
  /** As long as no config names another. */
  controlSocket: string;
  /** The command line of `festoon` that its daemon is started with; as built beside this lab unless changed. */
  program: readonly string[] = festoonArgv();
  readonly #sandbox: Sandbox;
  readonly #network: Network;
  #daemon: LabProcess | undefined;
  #config: NodeConfig | undefined;

  constructor(sandbox: Sandbox, site: Site, network: Network, membership: Membership) {
    this.site = site;
    this.membership = membership;
    this.configFile = sandbox.path(`${membership.files}.yaml`);
    this.controlSocket = sandbox.path(`${membership.files}.sock`);
    this.#sandbox = sandbox;
    this.#network = network;
  }

  get name(): string {
    return this.membership.name;
  }

  /** The daemon started last; throws when there was none. */
  get daemon(): LabProcess {
    if (this.#daemon === undefined) throw new Error(`${this.name} was not started`);
    return this.#daemon;
  }

  /** What its newest daemon has logged; empty when there was none. */
  get log(): string {
    return this.#daemon?.output() ?? '';
  }

  /** How another node names this one in its config. */
  asPeer(endpoints: readonly string[]): PeerEntry {
    const { name, publicKey: key, addresses, routes } = this.membership;
    return { name, key, addresses, routes, endpoints };
  }

  /** How a node names this manager in its config. */
  asManager(endpoints: readonly string[] = [this.endpoint(4)]): ManagerEntry {
    const { name, publicKey: key } = this.membership;
    return { name, key, endpoints };
  }

  endpoint(family: 4 | 6): string {
    return family === 4 ? `${this.site.ipv4}:${PORT}` : `[${this.site.ipv6}]:${PORT}`;
  }

  /** What was written into its config file last. */
  get config(): NodeConfig {
    if (this.#config === undefined) throw new Error(`${this.name} has no config`);
    return this.#config;
  }

  /** Writes the config file, in one step; `changes` replace whole top-level keys. */
  async configure(peers: readonly PeerEntry[], changes: Partial<NodeConfig> = {}): Promise<void> {
    const { key, certificate, files } = this.membership;
    const config: NodeConfig = {
      identity: { key, certificate },
      trust: this.#network.trust,
      secret: this.#network.secret,
      state: this.#sandbox.path(`${files}.state`),
      control: this.controlSocket,
      listen: PORT,
      tun: { name: TUN, mtu: TUN_MTU },
      metrics: METRICS,
      peers,
      ...changes,
    };
    await this.#write(config);
  }

  /** Writes the config file anew, in one step, with whole top-level keys replaced. */
  change(changes: Partial<NodeConfig>): Promise<void> {
    return this.#write({ ...this.config, ...changes });
  }

  async #write(config: NodeConfig): Promise<void> {
    this.#config = config;
    await this.writeConfig(stringify(config));
  }

  /** Puts this text in the place of its config file, in one step. */
  async writeConfig(text: string): Promise<void> {
    await writeFile(`${this.configFile}.new`, text);
    await rename(`${this.configFile}.new`, this.configFile);
  }

  /** Runs `festoon` inside its namespace to its end, whatever that is. */
  cli(args: readonly string[], options?: CommandOptions): Promise<Finished> {
    return attempt(this.site.namespace.inside(festoonArgv(...args)), options);
  }

  /** `festoon reload`, which returns when the config file is in force or was refused. */
  reload(...args: readonly string[]): Promise<Finished> {
    return this.cli(['reload', '--config', this.configFile, ...args], { timeoutMillis: READY_MILLIS });
  }

  /** Adds nodes to its peers, reachable at those endpoints over one family, and reloads; throws when that is refused. */
  async welcome(others: readonly LabNode[], family: 4 | 6): Promise<void> {
    const added = others.map((other) => other.asPeer([other.endpoint(family)]));
    await this.change({ peers: [...this.config.peers, ...added] });
    const { code, stderr, stdout } = await this.reload();
    if (code !== 0) throw new Error(`${this.name}: reload ended with ${code}: ${stderr}${stdout}`);
  }

  /** Sends its daemon a signal; SIGHUP has it read its config file again. */
  signal(signal: NodeJS.Signals): void {
    this.daemon.signal(signal);
  }

  /** The command line of its daemon, to be run inside its namespace. */
  get upArgv(): string[] {
    return [...this.program, 'up', '--config', this.configFile];
  }

  /** Starts the daemon and returns when it answers `festoon status`. */
  async start(wrapper: readonly string[] = []): Promise<void> {
    await this.launch(wrapper);
    await this.answering();
  }

  /** Starts the daemon, by way of a program that ends in becoming it, and returns at once. */
  async launch(wrapper: readonly string[] = []): Promise<LabProcess> {
    const argv = [...wrapper, ...this.upArgv];
    this.#daemon = await this.#sandbox.start(this.membership.files, argv, { namespace: this.site.namespace });
    return this.#daemon;
  }

  /** Waits until the daemon answers; throws its log when it ends instead. */
  async answering(): Promise<void> {
    await eventually(`${this.name} to answer`, READY_MILLIS, async () => {
      const { daemon } = this;
      if (daemon.exit !== undefined) throw new Error(`${this.name} ended:\n${daemon.output().slice(-2000)}`);
      return this.status().catch(ignoreUnreachable);
    });
  }

  /** What its daemon tells of itself on the control socket. */
  async status(): Promise<Status> {
    return (await requestStatus(this.controlSocket)) as Status;
  }

  /** The config in force, in its one canonical text. */
  runningConfig(): Promise<string> {
    return requestText({ path: this.controlSocket, resource: '/v1/config' });
  }

  async peerStatus(peer: string): Promise<PeerState | undefined> {
    return (await this.status()).control.peers.find(({ name }) => name === peer);
  }

  /** Waits until a session with that peer carries packets; returns the peer's part of the status. */
  up(peer: string, timeoutMillis: number = READY_MILLIS): Promise<PeerState> {
    return eventually(`${this.name}: a session with ${peer}`, timeoutMillis, async () => {
      const found = await this.peerStatus(peer);
      return found?.state === 'up' ? found : undefined;
    });
  }

  /** Waits until packets to the peer travel so; returns the peer's part of the status. */
  travels(
    peer: string,
    path: 'direct' | 'relayed',
    timeoutMillis: number = TRAVEL_MILLIS,
  ): Promise<PeerState> {
    return eventually(`${this.name}: ${peer} ${path}`, timeoutMillis, async () => {
      const found = await this.peerStatus(peer);
      return found?.state === 'up' && found.path === path ? found : undefined;
    });
  }

  /** Waits until so many managers have said that they have this node's record; returns the first one's part of the status. */
  attached(count = 1): Promise<ManagerState> {
    return eventually(`${this.name}: attached ${count} times`, READY_MILLIS, async () => {
      const { managers } = (await this.status()).control;
      const attached = managers.filter(({ attachedAge }) => attachedAge !== undefined);
      return attached.length >= count ? attached[0] : undefined;
    });
  }

  async metrics(): Promise<Metrics> {
    const argv = toolArgv('fetch', `http://${METRICS}/metrics`);
    return parseMetrics(await run(this.site.namespace.inside(argv)));
  }

  /** SIGTERM; SIGKILL when the daemon does not end by itself in 20 s. */
  stop(): Promise<Exit> {
    return this.daemon.stop(20_000);
  }

  /** What is left in its namespace of a daemon that has ended: nothing, if it cleans up after itself. */
  async leftovers(): Promise<readonly string[]> {
    const { namespace } = this.site;
    const [device, routes, ports] = await Promise.all([
      namespace.hasDevice(TUN),
      namespace.routes(),
      namespace.openPorts(),
    ]);
    return [
      ...(device ? [`device ${TUN}`] : []),
      ...routes
        .filter((route) => !`${route} `.includes(` dev ${this.site.device} `))
        .map((route) => `route ${route}`),
      ...ports,
      ...(existsSync(this.controlSocket) ? [`socket ${this.controlSocket}`] : []),
    ];
  }
}

function ignoreUnreachable(error: unknown): undefined {
  if (!(error instanceof Failure && error.code === 'daemon-unreachable')) throw error;
}

/** The part of the status report that the lab looks at. */
export interface Status {
  readonly health: { readonly loop: boolean; readonly core: boolean };
  readonly control: {
    readonly clockSuspicious: boolean;
    readonly peers: readonly PeerState[];
    readonly managers: readonly ManagerState[];
    readonly relay?: {
      readonly handles: number;
      readonly directory: number;
      readonly introductions: Readonly<Record<string, number>>;
    };
  };
  readonly problems: readonly string[];
  readonly sockets: readonly { readonly address: string; readonly port: number }[];
  readonly listen: readonly { readonly endpoint: string; readonly state: string; readonly why?: string }[];
  readonly tun: { readonly mtu: number; readonly state: string };
  readonly reload: {
    readonly ok: boolean;
    readonly count: { readonly applied: number; readonly refused: number };
    readonly lastSuccess: number;
    readonly problems: readonly string[];
    readonly needRestart: readonly string[];
  };
}

export interface PeerState {
  readonly name: string;
  readonly state: 'up' | 'silent' | 'connecting' | 'waiting';
  readonly key?: 'key' | 'next_key';
  /** Undefined while it is not up. */
  readonly path?: 'direct' | 'relayed';
  /** Name of the manager that relays. */
  readonly via?: string;
  readonly why?: string;
  readonly endpoint?: string;
  readonly suite?: unknown;
  readonly serial?: number;
  /** Seconds; absent without a session. */
  readonly sessionAge?: number;
}

export interface ManagerState {
  readonly name: string;
  readonly state: PeerState['state'];
  readonly use: 'home' | 'standby' | 'spare' | 'mesh';
  /** Seconds; absent unless it has this node's record. */
  readonly attachedAge?: number;
  readonly endpoint?: string;
  readonly observed?: string;
}
