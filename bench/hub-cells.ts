import { type Outcome, tcp } from './cells.js';
import type { Hub } from './contenders/hub.js';
import type { FigureName } from './figures.js';
import type { HubField } from './hub-field.js';
import { parseTrial, searchLossless } from './lossless.js';
import { cpuSeconds } from './processes.js';
import { toolFile } from './tools.js';

/** One measurement of one contender at the hub. */
export interface HubCell {
  measure(field: HubField, hub: Hub, seconds: number): Promise<Outcome>;
}

const MANY_TARGETS = 8;
const START_MILLIS = 5000;
/** Sealing takes a while before the clock starts. */
const SLACK_MILLIS = 60_000;

/** In the order of measuring. */
export const HUB_CELLS: Readonly<Record<string, HubCell>> = {
  relay_tcp: { measure: tcp(1, 'relay_tcp', 'relay_cpu') },
  relay_one: { measure: lossless(1, 'relay_one', 'relay_one_us') },
  relay_mixed: { measure: lossless(MANY_TARGETS, 'relay_mixed', 'relay_mixed_us') },
};

/** The highest rate of sealed datagrams that the process forwards without loss, the targets in turn; and what one costs it then. */
function lossless(targets: number, figure: FigureName, cost: FigureName): HubCell['measure'] {
  return async ({ sandbox, near, far }, hub, seconds) => {
    const trialSeconds = Math.max(0.5, seconds / 5);
    const feed = await hub.openFeed(targets);
    const count = ['count', feed.port, targets, feed.type].map(String);
    const counter = await sandbox.start('feed', [toolFile('feed'), ...count], { namespace: far.namespace });
    try {
      await counter.line(/^counting$/m, START_MILLIS);
      let used = 1;
      const costs = new Map<number, number>();
      const { kpps, isCeiling } = await searchLossless(async (rate) => {
        const trial = ['send', feed.plan, rate, trialSeconds, used, far.ipv4, feed.port].map(String);
        used += Math.ceil(rate * 1000 * trialSeconds);
        const timeoutMillis = trialSeconds * 1000 + SLACK_MILLIS;
        const before = cpuSeconds([feed.process.id.pid]);
        const outcome = parseTrial(await near.namespace.run([toolFile('feed'), ...trial], { timeoutMillis }));
        const spent = cpuSeconds([feed.process.id.pid]) - before;
        costs.set(outcome.sentKpps, (spent * 1e3) / (outcome.receivedKpps * trialSeconds));
        return outcome;
      });
      const micros = costs.get(kpps);
      const remark = `${hub.name}: ${figure} is what the feeder can send beside it, not its limit`;
      const findings = { [figure]: kpps, ...(micros === undefined ? {} : { [cost]: micros }) };
      return { findings, ...(isCeiling ? { remark } : {}) };
    } finally {
      await counter.stop();
      await feed.close();
    }
  };
}
