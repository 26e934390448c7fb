import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideDecimal } from '../../../src/util/decimal.ts';

describe('divideDecimal', () => {
  it.each<[string, bigint, number, string]>([
    ['6', 3n, 16, '2'],
    ['0', 7n, 16, '0'],
    ['-0.00', 7n, 16, '0'],
    ['10', 4n, 0, '3'],
    ['10', 4n, 1, '2.5'],
    ['1', 3n, 4, '0.3333'],
    ['2', 3n, 4, '0.6667'],
    ['-2', 3n, 4, '-0.6667'],
    ['-5', 2n, 0, '-3'],
    ['5', 2n, 0, '3'],
    ['-1', 3n, 0, '0'],
    ['1.50', 2n, 2, '0.75'],
    ['0.1', 3n, 2, '0.033'],
    ['9007199254740993', 1n, 16, '9007199254740993'],
    ['18014398509481987', 2n, 16, '9007199254740993.5'],
  ])('%s / %s to %i digits more is %s', (dividend, divisor, digits, quotient) => {
    expect(divideDecimal(dividend, divisor, digits)).toBe(quotient);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '', '1e3', '1.'])(
    'leaves %p, which is no decimal, as it is',
    (text) => {
      expect(divideDecimal(text, 2n, 4)).toBe(text);
    },
  );

  /** Any decimal of these digits, some of which stand after the point. */
  const decimals = fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
    .map(([isNegative, unscaled, scale]) => {
      const text = String(unscaled).padStart(scale + 1, '0');
      const point = text.length - scale;
      const fraction = scale === 0 ? '' : `.${text.slice(point)}`;
      return {
        scale,
        signed: isNegative ? -unscaled : unscaled,
        text: `${isNegative ? '-' : ''}${text.slice(0, point)}${fraction}`,
      };
    });

  it('is never further than half a unit of its last digit from the exact quotient', () => {
    fc.assert(
      fc.property(
        decimals,
        fc.bigInt({ min: 1n, max: 10n ** 18n }),
        fc.integer({ min: 0, max: 20 }),
        ({ text, signed, scale }, divisor, digits) => {
          const quotient = divideDecimal(text, divisor, digits);
          expect(quotient).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/);
          const [whole = '', fraction = ''] = quotient.split('.');
          expect(fraction.length).toBeLessThanOrEqual(scale + digits);
          const rounded = BigInt(whole + fraction.padEnd(scale + digits, '0'));
          // As whole numbers of the last digit: |rounded * divisor - exact dividend| <= divisor / 2.
          const difference = rounded * divisor - signed * 10n ** BigInt(digits);
          const distance = difference < 0n ? -difference : difference;
          expect(distance * 2n <= divisor).toBe(true);
          // At exactly half it goes away from zero.
          if (distance * 2n === divisor) {
            expect(difference > 0n).toBe(signed > 0n);
          }
        },
      ),
    );
  });
});
