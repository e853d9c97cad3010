// No key and no secret ever shows in a line of the log or in an error that is logged or printed.
import fc from 'fast-check';
import t from 'tap';
import { type DocumentKind, formatDocument, parseDocument } from '../../../daemon/config/documents.js';
import type { Action } from '../../../daemon/control/action.js';
import type { HandshakeEvent } from '../../../daemon/control/event.js';
import { createLog, type Log } from '../../../daemon/observe/log.js';
import { logNotice } from '../../../daemon/observe/log-notices.js';
import { Engine } from '../../../native/index.js';
import { presharedKey0 } from '../../../protocol/keys.js';
import { crypto, networkId, networkSecret, seed } from '../../protocol/support/network.js';
import { arriving, connect, key, only, peerFacts, TestNode } from '../control/support/node.js';

/** Shorter pieces may be chance. */
const PIECE = 8;

/** The first piece of a secret that shows in the text, in one of the ways in which bytes are written. */
function leaked(text: string, secrets: readonly Uint8Array[]): string | undefined {
  for (const secret of secrets) {
    const bytes = Buffer.from(secret);
    for (const form of [
      bytes.toString('base64'),
      bytes.toString('hex'),
      bytes.join(','),
      bytes.toString('latin1'),
    ]) {
      for (let at = 0; at + PIECE <= form.length; at++) {
        const piece = form.slice(at, at + PIECE);
        if (text.includes(piece)) return piece;
      }
    }
  }
  return undefined;
}

/** Everything written, and what gets it written: each kind as often as it comes. */
function wholeLog(): { log: Log; text: () => string } {
  const lines: string[] = [];
  const after = (_: number, then: () => void): void => then();
  return {
    log: createLog({ write: (line) => lines.push(line), now: () => 0, after, journal: false }),
    text: () => lines.join('\n'),
  };
}

t.test('a secret is found in whatever form it shows', async (t) => {
  const secret = seed('marker');
  const bytes = Buffer.from(secret);
  for (const form of [bytes.toString('base64'), bytes.toString('hex'), bytes.join(',')]) {
    t.ok(leaked(`key=${form.slice(5)}`, [secret]), form);
  }
  t.equal(leaked('handshake-refused code=peer-unknown', [secret]), undefined);
});

t.test('whatever arrives, control and core tell no secret of theirs', async (t) => {
  const privates = ['a', 'b', 'c'].flatMap((name) => [seed(`${name} noise`), seed(`${name} record`)]);
  const constant = [...privates, networkSecret, presharedKey0(crypto, networkSecret)];
  const strange = fc.record({
    at: fc.nat(1067),
    byte: fc.nat(255),
    length: fc.constantFrom(0, 7, 8, 100, 1067, 1068),
    again: fc.boolean(),
    slot: fc.constantFrom(0, 1),
  });
  const lines = wholeLog();
  fc.assert(
    fc.property(fc.array(strange, { maxLength: 8 }), (changes) => {
      const keys: Uint8Array[] = [];
      const note = (actions: readonly Action[]): readonly Action[] => {
        for (const action of actions) if (action.type === 'notice') logNotice(lines.log, action);
        for (const { keys: made } of only(actions, 'install-session'))
          keys.push(...Object.values(made).map((k) => k.slice()));
        for (const { keys: made, ...session } of only(actions, 'install-session'))
          lines.log.error('action failed', { error: refusal({ ...session, ...made }) });
        return actions;
      };
      const a = new TestNode('a', [peerFacts('b')]);
      const b = new TestNode('b', [peerFacts('a', { endpoints: [] }), peerFacts('c', { endpoints: [] })]);
      note(b.send({ type: 'start' }));
      const asked = note(a.send({ type: 'start' }));
      const [msg1] = only(asked, 'send-handshake');
      if (msg1 === undefined) throw new Error('nothing was asked');
      const { opened, answered } = connect(a, b, asked);
      note([opened, answered]);
      for (const { at, byte, length, again, slot } of changes) {
        const datagram = msg1.datagram.slice(0, length);
        if (!again && at < datagram.length) datagram[at] = byte;
        const event: HandshakeEvent = { ...arriving(msg1, 'x'), datagram, secretSlot: slot };
        for (const node of [a, b]) note(node.send(event));
        note(b.pass(40_000));
      }
      return leaked(lines.text(), [...constant, ...keys]) === undefined;
    }),
    { numRuns: 30 },
  );
  t.match(lines.text(), /handshake-refused .*handshake-decrypt/, 'and there was something to tell');
});

/** Why an engine that knows no peer does not take this session. */
function refusal(session: Parameters<Engine['installSession']>[0]): string {
  const engine = new Engine({ seed: seed('engine'), lanes: 1 });
  engine.setIdentity({ publicKey: key('a'), secrets: [networkSecret] });
  try {
    engine.installSession(session);
  } catch (error) {
    return String(error);
  }
  throw new Error('it was taken');
}

t.test('however a file with a secret is damaged, what is said of it repeats none', async (t) => {
  const [one, two] = [seed('marker 1'), seed('marker 2')];
  const files: readonly (readonly [DocumentKind, string])[] = [
    ['node-key', formatDocument('node-key', { name: 'a', key: one, record: two }, [])],
    ['authority-key', formatDocument('authority-key', { name: 'acme', network: networkId, seed: one }, [])],
    ['secret', formatDocument('secret', { network: networkId, secret: two }, [])],
  ];
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(12),
    insert: fc.constantFrom(
      '',
      ' ',
      '\n',
      '\n  ',
      ': ',
      '"',
      "'",
      '- ',
      '&a ',
      '*a',
      '!!int ',
      '{',
      '[',
      '#',
      '\t',
      '|\n ',
      '<<: ',
    ),
  });
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.constantFrom(...files),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      ([kind], [, text], damages) => {
        const damaged = damages.reduce((before, { at, remove, insert }) => {
          const place = Math.floor(at * before.length);
          return before.slice(0, place) + insert + before.slice(place + remove);
        }, text);
        try {
          parseDocument(kind, 'file', damaged);
          return true;
        } catch (error) {
          refused++;
          const piece = leaked(String(error), [one, two]);
          if (piece !== undefined) throw new Error(`${piece} in: ${error}`);
          return true;
        }
      },
    ),
    { numRuns: 3000 },
  );
  t.ok(refused > 1000);
});

t.test('nor where two lines of it run together, or one of them becomes a key', async (t) => {
  const [one, two] = [seed('marker 1'), seed('marker 2')];
  const files: readonly (readonly [DocumentKind, string])[] = [
    ['node-key', formatDocument('node-key', { name: 'a', key: one, record: two }, [])],
    ['authority-key', formatDocument('authority-key', { name: 'acme', network: networkId, seed: one }, [])],
    ['secret', formatDocument('secret', { network: networkId, secret: two }, [])],
  ];
  let refused = 0;
  for (const [kind, text] of files) {
    for (const [at, break_] of [...text].entries()) {
      if (!/[\n :=]/.test(break_)) continue;
      for (let remove = 0; remove <= 10; remove++) {
        for (const insert of ['', ' ', ': ', '\n  ']) {
          const damaged = text.slice(0, at) + insert + text.slice(at + remove);
          for (const [read] of files) {
            try {
              parseDocument(read, 'file', damaged);
            } catch (error) {
              refused++;
              const piece = leaked(String(error), [one, two]);
              if (piece !== undefined) return t.fail(`${kind} as ${read}: ${piece} in: ${error}`);
            }
          }
        }
      }
    }
  }
  t.ok(refused > 1000);
});
