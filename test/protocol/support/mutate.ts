import fc from 'fast-check';

/** How often a property runs: the long suite sets its own number. */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: fc.readConfigureGlobal().numRuns ?? usual };
}

/** `original` after one to four edits: bits flipped, bytes set, pieces cut out, repeated, moved or put in; never equal to it. */
export function mutated(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(edit(original.length), { minLength: 1, maxLength: 4 });
  return edits
    .map((all) => all.reduce((bytes, apply) => apply(bytes), original))
    .filter((bytes) => Buffer.compare(bytes, original) !== 0);
}

type Edit = (bytes: Uint8Array) => Uint8Array;

function edit(length: number): fc.Arbitrary<Edit> {
  const place = fc.nat(length);
  const piece = fc.uint8Array({ minLength: 1, maxLength: 40 });
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(([at, bit]) => overwrite(at, (byte) => byte ^ (1 << bit))),
    fc.tuple(place, fc.nat(255)).map(([at, value]) => overwrite(at, () => value)),
    fc.tuple(place, place).map(([a, b]) => splice(Math.min(a, b), Math.max(a, b), () => [])),
    fc.tuple(place, place).map(([a, b]) => splice(Math.min(a, b), Math.max(a, b), (cut) => [...cut, ...cut])),
    fc.tuple(place, place).map(([a, b]) => splice(Math.min(a, b), Math.max(a, b), (cut) => cut.toReversed())),
    fc.tuple(place, place).map(
      ([a, b]): Edit =>
        (bytes) =>
          Uint8Array.from([...bytes.subarray(a), ...bytes.subarray(b)]),
    ),
    fc.tuple(place, piece).map(([at, more]) => splice(at, at, () => [...more])),
    place.map(
      (at): Edit =>
        (bytes) =>
          bytes.slice(0, at),
    ),
  );
}

function overwrite(at: number, value: (byte: number) => number): Edit {
  return (bytes) => bytes.map((byte, i) => (i === at ? value(byte) : byte));
}

function splice(from: number, to: number, replace: (cut: readonly number[]) => readonly number[]): Edit {
  return (bytes) => {
    const cut = [...bytes.subarray(from, to)];
    return Uint8Array.from([...bytes.subarray(0, from), ...replace(cut), ...bytes.subarray(to)]);
  };
}
