import type Long from 'long';

/** A message class of protocol/generated/. */
export interface MessageType<M> {
  new (): M;
  fromObject(plain: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: { longs: BigIntConstructor; defaults: boolean }): object;
}

/** The fields of a message with their proto3 defaults filled in and 64-bit integers as bigint. */
export type Plain<M> = {
  readonly [K in Exclude<keyof M, '$unknowns' | 'toJSON'>]: Long extends M[K] ? bigint : M[K];
};

/** Fields in order of their numbers, defaults left out: one message has one encoding. */
export function encodeMessage<M>(type: MessageType<M>, fields: Partial<Plain<M>>): Uint8Array {
  return new Uint8Array(type.encode(type.fromObject(fields)).finish());
}

/** Undefined when longer than `maxBytes` or not protobuf. Unknown fields are skipped. The result shares no memory. */
export function decodeMessage<M>(
  type: MessageType<M>,
  bytes: Uint8Array,
  maxBytes: number,
): Plain<M> | undefined {
  if (bytes.length > maxBytes) return undefined;
  try {
    return type.toObject(type.decode(new Uint8Array(bytes)), { longs: BigInt, defaults: true }) as Plain<M>;
  } catch {
    return undefined;
  }
}
