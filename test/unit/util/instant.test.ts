import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixedOffset, isDay, parseInstant, printInstant, zoneOffset } from '../../../src/util/instant.ts';

describe('isDay', () => {
  it.each(['2024-02-29', '0001-01-01', '1900-02-28', '2000-02-29', '9999-12-31', '10000-01-01'])(
    'is true for %s',
    (text) => {
      expect(isDay(text)).toBe(true);
    },
  );

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-02-30',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '0000-01-01',
    '-001-01-01',
    '24-01-01',
    '2024-1-1',
    '2024-01-01T',
    '2024-01-01\n',
    '',
  ])('is false for %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe('parseInstant', () => {
  const noon = { milliseconds: Date.UTC(2024, 0, 31, 12), microseconds: 0 };

  it.each([
    ['2024-01-31T12:00:00Z', noon],
    ['2024-01-31 12:00:00', noon],
    ['2024-01-31 12:00:00+00', noon],
    ['2024-01-31T14:00:00+02:00', noon],
    ['2024-01-31T14:30:00+0230', noon],
    ['2024-01-31 08:30:00-03:30', noon],
    ['2024-01-31 12:19:32+00:19:32', noon],
    ['2024-01-31T12:00:00.000001Z', { ...noon, microseconds: 1 }],
    ['2024-01-31T12:00:00.123456789Z', { milliseconds: noon.milliseconds + 123, microseconds: 456 }],
    ['1969-12-31T23:59:59.9Z', { milliseconds: -100, microseconds: 0 }],
    ['0001-01-01T00:00:00Z', { milliseconds: Date.parse('0001-01-01T00:00:00Z'), microseconds: 0 }],
  ])('reads %s', (text, instant) => {
    expect(parseInstant(text)).toEqual(instant);
  });

  it('takes a text without a zone as so many minutes ahead of UTC', () => {
    expect(parseInstant('2024-01-31 14:00:00', 120)).toEqual(noon);
    expect(parseInstant('2024-01-31T12:00:00Z', 120)).toEqual(noon);
  });

  it.each([
    '2024-02-30T00:00:00Z',
    '2024-01-31T24:00:00Z',
    '2024-01-31T12:60:00Z',
    '2024-01-31T12:00:60Z',
    '0000-00-00 00:00:00',
    '2024-01-31',
    '2024-01-31T12:00Z',
    '0044-03-15 12:00:00 BC',
    'infinity',
    '',
  ])('gives undefined for %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('printInstant', () => {
  it.each([
    ['2024-01-31 10:00:00', '2024-01-31T10:00:00.000Z'],
    ['2024-01-31 10:00:00.5', '2024-01-31T10:00:00.500Z'],
    ['2024-01-31 10:00:00.123456', '2024-01-31T10:00:00.123456Z'],
    ['2024-01-31 10:00:00.000007', '2024-01-31T10:00:00.000007Z'],
    ['0099-01-31 10:00:00', '0099-01-31T10:00:00.000Z'],
    ['10000-01-31 10:00:00', '10000-01-31T10:00:00.000Z'],
  ])('prints %s as %s', (text, printed) => {
    expect(printInstant(parseInstant(text) as never)).toBe(printed);
  });

  it('prints what parseInstant reads, for every instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999 }),
        (date, microseconds) => {
          const instant = { milliseconds: date.getTime(), microseconds };
          expect(parseInstant(printInstant(instant))).toEqual(instant);
        },
      ),
    );
  });
});

describe('zoneOffset', () => {
  it.each([
    ['+00:00', '2024-06-01T00:00:00Z', 0],
    ['+02:00', '2024-01-01T00:00:00Z', 120],
    ['-03:30', '2024-01-01T00:00:00Z', -210],
    ['Europe/Berlin', '2024-01-01T00:00:00Z', 60],
    ['Europe/Berlin', '2024-07-01T00:00:00Z', 120],
    ['Europe/Berlin', '2024-03-31T00:59:59.999Z', 60],
    ['Europe/Berlin', '2024-03-31T01:00:00.000Z', 120],
    ['UTC', '1969-12-31T23:59:59.999Z', 0],
  ])('of %s at %s is %i minutes', (zone, instant, minutes) => {
    expect(zoneOffset(zone, Date.parse(instant))).toBe(minutes);
  });
});

describe('fixedOffset', () => {
  it('is undefined for a zone that goes by its name', () => {
    expect(fixedOffset('Europe/Berlin')).toBeUndefined();
    expect(fixedOffset('+0530')).toBe(330);
  });
});
