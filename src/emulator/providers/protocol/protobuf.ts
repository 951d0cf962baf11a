/**
 * The part of the protocol buffers wire format that Terraform's plugin protocol needs: varints, strings, bytes and
 * nested messages. Fields of other types are skipped when read. Source: protobuf.dev, "Encoding".
 */

const lengthDelimited = 2;

/** A message to send: fields in the order of the calls. Absent and zero values are left out, as in proto3. */
export class Message {
  private readonly parts: Buffer[] = [];

  varint(field: number, value: number | boolean | undefined): this {
    return value === undefined || value === false || value === 0 ? this : this.index(field, Number(value));
  }

  /** A number in a `oneof`, which is written even when it is zero. */
  index(field: number, value: number): this {
    this.parts.push(varint(field * 8), varint(value));
    return this;
  }

  text(field: number, value: string | undefined): this {
    return value === undefined || value === "" ? this : this.bytes(field, Buffer.from(value));
  }

  bytes(field: number, value: Uint8Array | undefined): this {
    if (value !== undefined) {
      this.parts.push(varint(field * 8 + lengthDelimited), varint(value.length), Buffer.from(value));
    }
    return this;
  }

  message(field: number, value: Message | undefined): this {
    return value === undefined ? this : this.bytes(field, value.encode());
  }

  messages(field: number, values: Iterable<Message>): this {
    for (const value of values) this.message(field, value);
    return this;
  }

  /** A proto3 map with text keys: one entry message a pair. */
  map(field: number, values: Iterable<readonly [string, Message]>): this {
    for (const [key, value] of values) this.message(field, new Message().text(1, key).message(2, value));
    return this;
  }

  encode(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** The fields of a received message, by field number. */
export interface Fields {
  readonly numbers: ReadonlyMap<number, number>;
  /** Strings, bytes and nested messages. A repeated field keeps only its last value: the messages read here have none. */
  readonly chunks: ReadonlyMap<number, Buffer>;
}

/** @throws when the message ends within a field, or has a wire type that proto3 does not use */
export function readMessage(source: Buffer): Fields {
  const numbers = new Map<number, number>();
  const chunks = new Map<number, Buffer>();
  let at = 0;
  const next = () => {
    const { value, end } = readVarint(source, at);
    at = end;
    return value;
  };
  const take = (length: number) => {
    if (at + length > source.length) throw new Error("a protobuf message ends within a field");
    at += length;
    return source.subarray(at - length, at);
  };
  while (at < source.length) {
    const tag = next();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        numbers.set(field, next());
        break;
      case 1:
        take(8);
        break;
      case lengthDelimited:
        chunks.set(field, take(next()));
        break;
      case 5:
        take(4);
        break;
      default:
        throw new Error(`protobuf wire type ${tag % 8} is not in use`);
    }
  }
  return { numbers, chunks };
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

function readVarint(source: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < source.length; at += 1) {
    const byte = source[at] ?? 0;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, end: at + 1 };
    factor *= 128;
  }
  throw new Error("a protobuf message ends within a number");
}
