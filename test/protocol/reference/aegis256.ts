/** AEGIS-256 (draft-irtf-cfrg-aegis-aead, §4), written for reading: a second opinion on libsodium's. */
export function aegis256Seal(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plaintext: Uint8Array,
): { ciphertext: Uint8Array; tag: Uint8Array } {
  const state = initial(key, nonce);
  for (const block of blocks(associated)) update(state, block);
  const ciphertext = new Uint8Array(plaintext.length);
  blocks(plaintext).forEach((block, i) => {
    const [, s1, s2, s3, s4, s5] = state as [Block, Block, Block, Block, Block, Block];
    const sealed = xor(
      block,
      s1,
      s4,
      s5,
      s2.map((byte, j) => byte & at(s3, j)),
    );
    ciphertext.set(sealed.subarray(0, Math.min(16, plaintext.length - 16 * i)), 16 * i);
    update(state, block);
  });
  return { ciphertext, tag: finalize(state, associated.length, plaintext.length) };
}

type Block = Uint8Array;
type State = Block[];

const C0 = Uint8Array.from(Buffer.from('000101020305080d1522375990e97962', 'hex'));
const C1 = Uint8Array.from(Buffer.from('db3d18556dc22ff12011314273b528dd', 'hex'));

function initial(key: Uint8Array, nonce: Uint8Array): State {
  const [k0, k1] = [key.subarray(0, 16), key.subarray(16)];
  const [n0, n1] = [nonce.subarray(0, 16), nonce.subarray(16)];
  const state = [xor(k0, n0), xor(k1, n1), C1, C0, xor(k0, C0), xor(k1, C1)];
  for (let i = 0; i < 4; i++) for (const block of [k0, k1, xor(k0, n0), xor(k1, n1)]) update(state, block);
  return state;
}

function update(state: State, block: Block): void {
  const [s0, s1, s2, s3, s4, s5] = state as [Block, Block, Block, Block, Block, Block];
  state.splice(0, 6, aesRound(s5, xor(s0, block)), aesRound(s0, s1), aesRound(s1, s2));
  state.push(aesRound(s2, s3), aesRound(s3, s4), aesRound(s4, s5));
}

function finalize(state: State, associatedBytes: number, plaintextBytes: number): Uint8Array {
  const lengths = Buffer.alloc(16);
  lengths.writeBigUInt64LE(BigInt(8 * associatedBytes), 0);
  lengths.writeBigUInt64LE(BigInt(8 * plaintextBytes), 8);
  const block = xor(state[3] as Block, lengths);
  for (let i = 0; i < 7; i++) update(state, block);
  const [s0, s1, s2, s3, s4, s5] = state as [Block, Block, Block, Block, Block, Block];
  return Uint8Array.from([...xor(s0, s1, s2), ...xor(s3, s4, s5)]);
}

/** SubBytes, ShiftRows, MixColumns, AddRoundKey (FIPS 197 §5.1). */
function aesRound(input: Block, roundKey: Block): Block {
  const shifted = input.map((_, i) => at(SBOX, at(input, (5 * i) % 16)));
  return shifted.map((_, i) => {
    const [column, row] = [i & 12, i & 3];
    const cell = (offset: number): number => at(shifted, column + ((row + offset) & 3));
    return double(cell(0)) ^ double(cell(1)) ^ cell(1) ^ cell(2) ^ cell(3) ^ at(roundKey, i);
  });
}

function double(byte: number): number {
  return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;
}

const SBOX = sbox();

/** The inverse in GF(2^8) by powers of 3, then the affine map (FIPS 197 §5.1.1). */
function sbox(): Uint8Array {
  const box = Uint8Array.of(0x63, ...new Uint8Array(255));
  let power = 1;
  let inverse = 1;
  do {
    power ^= double(power);
    inverse = divideBy3(inverse);
    const turn = (n: number): number => ((inverse << n) | (inverse >> (8 - n))) & 0xff;
    box[power] = inverse ^ turn(1) ^ turn(2) ^ turn(3) ^ turn(4) ^ 0x63;
  } while (power !== 1);
  return box;
}

/** Times 0xf6, the inverse of 3. */
function divideBy3(byte: number): number {
  let [product, factor] = [0, byte];
  for (let bits = 0xf6; bits > 0; bits >>= 1) {
    if (bits & 1) product ^= factor;
    factor = double(factor);
  }
  return product;
}

function blocks(bytes: Uint8Array): Block[] {
  const count = Math.ceil(bytes.length / 16);
  return Array.from({ length: count }, (_, i) => {
    const block = new Uint8Array(16);
    block.set(bytes.subarray(16 * i, 16 * i + 16));
    return block;
  });
}

function xor(first: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array {
  return rest.reduce((sum, block) => sum.map((byte, i) => byte ^ at(block, i)), first);
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
