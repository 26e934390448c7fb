const quoteMark = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
const firstBeyondAscii = 0x80;
const zero = 0x30;
const minus = 0x2d;

/** Texts up to this length are copied character by character; the engine's own writing of longer ones costs a call, and is faster. */
const shortText = 96;
const initialBytes = 65_536;
/** A buffer that an answer made larger than this is given up after it. */
const maxKeptBytes = 4 * 1_048_576;

/**
 * Writes JSON as bytes, into a buffer that the next answer uses again: an answer of many small pieces leaves no garbage behind but
 * itself. What is written before `finish` must be written without a pause.
 */
export class JsonWriter {
  #bytes = Buffer.allocUnsafe(initialBytes);
  #position = 0;
  #isAscii = true;

  /** Where the next piece begins, to go back to or to copy from. */
  get position(): number {
    return this.#position;
  }

  /** Forgets what was written of an answer that is not to be finished. */
  clear(): void {
    this.#position = 0;
    this.#isAscii = true;
  }

  /** All that was written, as text. */
  finish(): string {
    return this.#finish(this.#isAscii ? 'latin1' : 'utf8');
  }

  /** All that was written, in UTF-8, with a character for each byte: what is sent as `latin1` needs no encoding. */
  finishBytes(): string {
    return this.#finish('latin1');
  }

  #finish(encoding: 'latin1' | 'utf8'): string {
    const text = this.#bytes.toString(encoding, 0, this.#position);
    if (this.#bytes.length > maxKeptBytes) {
      this.#bytes = Buffer.allocUnsafe(initialBytes);
    }
    this.clear();
    return text;
  }

  /** One byte of punctuation. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#position] = value;
    this.#position += 1;
  }

  /** Bytes of JSON in ASCII. */
  ascii(piece: Uint8Array): void {
    const { length } = piece;
    this.#reserve(length);
    const bytes = this.#bytes;
    let position = this.#position;
    for (let index = 0; index < length; index += 1) {
      bytes[position] = piece[index] as number;
      position += 1;
    }
    this.#position = position;
  }

  /** What was written from `start` to `end`, once more. */
  repeat(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#position, start, end);
    this.#position += end - start;
  }

  /** A whole number of 31 bits and its sign. */
  integer(value: number): void {
    this.#reserve(11);
    const bytes = this.#bytes;
    let rest = value;
    if (rest < 0) {
      bytes[this.#position] = minus;
      this.#position += 1;
      rest = -rest;
    }
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) {
      digits += 1;
    }
    for (let place = this.#position + digits - 1; place >= this.#position; place -= 1) {
      bytes[place] = zero + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.#position += digits;
  }

  /** A text in quotes. */
  quoted(text: string): void {
    const { length } = text;
    if (length > shortText) {
      this.json(JSON.stringify(text));
      return;
    }
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    let position = this.#position;
    bytes[position] = quoteMark;
    position += 1;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < firstPrintable || code >= firstBeyondAscii || code === quoteMark || code === backslash) {
        this.json(JSON.stringify(text));
        return;
      }
      bytes[position] = code;
      position += 1;
    }
    bytes[position] = quoteMark;
    this.#position = position + 1;
  }

  /** JSON that is there already. */
  json(text: string): void {
    // A character takes three bytes at most: of four, there are two in a text.
    this.#reserve(text.length * 3);
    const written = this.#bytes.write(text, this.#position, 'utf8');
    this.#isAscii &&= written === text.length;
    this.#position += written;
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#position);
      this.#bytes = larger;
    }
  }
}
