import type { HostEngine } from './host.js';

/** An engine some of whose methods are others. Everything else goes to the real one. */
export function stepping(engine: HostEngine, changes: Partial<HostEngine>): HostEngine {
  return new Proxy(engine, {
    get(target, name) {
      const value = Reflect.get(changes, name) ?? Reflect.get(target, name);
      return typeof value === 'function' && !Object.hasOwn(changes, name) ? value.bind(target) : value;
    },
  });
}
