import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonWriter } from '../../../../src/execute/answer/json-writer.ts';

const written = (write: (writer: JsonWriter) => void): string => {
  const writer = new JsonWriter();
  write(writer);
  return writer.finish();
};

const quoted = (text: string): string => written((writer) => writer.quoted(text));

const comma = 0x2c;

/** Texts of every length around that from which they are written in another way, of any UTF-16 code units. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
    .map((codes) => String.fromCharCode(...codes)),
);

describe('a text in quotes', () => {
  it('is what JSON.stringify makes of it', () => {
    fc.assert(
      fc.property(anyText, (text) => quoted(text) === JSON.stringify(text)),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['empty', ''],
    ['with what JSON escapes', '"\\/\b\f\n\r\t\u0000\u001f\u007f'],
    ['with the line ends of JavaScript', '\u2028\u2029'],
    ['in Latin', 'naïve ÿ'],
    ['in three bytes a character', '漢字'.repeat(50)],
    ['with emoji', '👩‍👩‍👧 🇩🇪'],
    ['with lone surrogates', 'a\ud800b\udc00'],
    ['with a surrogate pair across the length from which it is written otherwise', `${'a'.repeat(95)}😀`],
    ['of 96 characters', 'x'.repeat(96)],
    ['of 97 characters', 'x'.repeat(97)],
    ['longer than the buffer', 'long and "quoted" '.repeat(20_000)],
  ])('%s is the same too', (_, text) => {
    expect(quoted(text)).toBe(JSON.stringify(text));
  });
});

describe('a whole number', () => {
  const most = 2 ** 31 - 1;

  it('is what JSON.stringify makes of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -most, max: most }),
        (value) => written((writer) => writer.integer(value)) === JSON.stringify(value),
      ),
    );
  });

  it.each([0, -0, 1, -1, 9, 10, 99, 100, 999_999_999, 1_000_000_000, most, -most])('%d too', (value) => {
    expect(written((writer) => writer.integer(value))).toBe(JSON.stringify(value));
  });
});

describe('an answer', () => {
  it('is all its pieces in their order, whatever they are', () => {
    const piece = fc.oneof(
      anyText.map((text) => ({ text: JSON.stringify(text), write: (w: JsonWriter) => w.quoted(text) })),
      anyText.map((text) => ({
        text: JSON.stringify([text]),
        write: (w: JsonWriter) => w.json(JSON.stringify([text])),
      })),
      fc
        .integer({ min: -1_000, max: 1_000 })
        .map((value) => ({ text: String(value), write: (w: JsonWriter) => w.integer(value) })),
      fc.constant({ text: ',', write: (w: JsonWriter) => w.byte(comma) }),
      fc.constant({ text: 'null', write: (w: JsonWriter) => w.ascii(Buffer.from('null')) }),
    );
    const writer = new JsonWriter();
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
        for (const { write } of pieces) {
          write(writer);
        }
        return writer.finish() === pieces.map(({ text }) => text).join('');
      }),
    );
  });

  it('repeats what was written, bytes of other alphabets too, past the end of the buffer', () => {
    const text = '"é漢😀" '.repeat(1_000);
    expect(
      written((writer) => {
        writer.byte(comma);
        const start = writer.position;
        writer.json(text);
        const end = writer.position;
        for (let count = 0; count < 20; count += 1) {
          writer.repeat(start, end);
        }
      }),
    ).toBe(`,${text.repeat(21)}`);
  });

  it('knows nothing of the one before it, be that finished or given up', () => {
    const writer = new JsonWriter();
    writer.quoted('é');
    writer.clear();
    writer.quoted('plain');
    expect(writer.position).toBe(7);
    expect(writer.finish()).toBe('"plain"');
    writer.quoted('漢');
    expect(writer.finish()).toBe('"漢"');
    expect(writer.finish()).toBe('');
  });

  it('may be of many megabytes', () => {
    const writer = new JsonWriter();
    const text = 'ä'.repeat(3_000_000);
    writer.quoted(text);
    writer.quoted(text);
    expect(writer.finish()).toBe(`"${text}""${text}"`);
    writer.quoted('next');
    expect(writer.finish()).toBe('"next"');
  });
});
