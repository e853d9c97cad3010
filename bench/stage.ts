import type { Sandbox } from '../daemon/lab/sandbox.js';
import { CELLS, type Outcome } from './cells.js';
import { CONTENDERS } from './contenders/all.js';
import type { Contender } from './contenders/contender.js';
import { HUBS } from './contenders/hubs.js';
import { createField, setSegmented } from './field.js';
import { HUB_CELLS } from './hub-cells.js';
import { createHubField } from './hub-field.js';

/** Hosts of one arrangement, and what is measured on them. All contenders of a stage run beside each other. */
export interface Stage {
  /** In the order of measuring; a part of all that there are. */
  readonly cells: readonly string[];
  /** In force on its hosts. */
  readonly congestion: string;
  /** Undefined for who has no part on this stage; throws Unavailable where a contender lacks something here. */
  enter(name: string): Promise<Entry | undefined>;
  /** Makes the links as the cell wants them. */
  prepare(cell: string): Promise<void>;
}

/** A contender on its stage. */
export interface Entry {
  readonly contender: Contender;
  /** Whether the cell says anything about it as it is now. */
  takes(cell: string): boolean;
  measure(cell: string, seconds: number): Promise<Outcome>;
}

/** Cells of all stages, in the order of measuring. */
export const CELL_NAMES: readonly string[] = [...Object.keys(CELLS), ...Object.keys(HUB_CELLS)];

/** Stages that these cells need, none without cells. */
export async function createStages(
  sandbox: Sandbox,
  cells: readonly string[],
  congestion: string | undefined,
): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  const pair = cells.filter((cell) => cell in CELLS);
  if (pair.length > 0) stages.push(await pairStage(sandbox, pair, congestion));
  const hub = cells.filter((cell) => cell in HUB_CELLS);
  if (hub.length > 0) stages.push(await hubStage(sandbox, hub, congestion));
  return stages;
}

/** Two hosts, with trains whole or cut. */
async function pairStage(
  sandbox: Sandbox,
  cells: readonly string[],
  wanted: string | undefined,
): Promise<Stage> {
  const field = await createField(sandbox, wanted);
  return {
    cells,
    congestion: field.congestion,
    prepare: (cell) => setSegmented(field, CELLS[cell]?.segmented ?? false),
    async enter(name) {
      const contender = await CONTENDERS[name]?.(field);
      return (
        contender && {
          contender,
          takes: (cell) => CELLS[cell]?.needsDaemons !== true || contender.daemons.length > 0,
          measure: async (cell, seconds) =>
            (await CELLS[cell]?.measure(field, contender, seconds)) ?? { findings: {} },
        }
      );
    },
  };
}

/** Two hosts that only a third one joins. */
async function hubStage(
  sandbox: Sandbox,
  cells: readonly string[],
  wanted: string | undefined,
): Promise<Stage> {
  const field = await createHubField(sandbox, wanted);
  return {
    cells,
    congestion: field.congestion,
    prepare: async () => undefined,
    async enter(name) {
      const hub = await HUBS[name]?.(field);
      return (
        hub && {
          contender: hub,
          takes: () => true,
          measure: async (cell, seconds) =>
            (await HUB_CELLS[cell]?.measure(field, hub, seconds)) ?? { findings: {} },
        }
      );
    },
  };
}
