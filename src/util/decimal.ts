/**
 * A decimal number, as digits with or without a point, divided by a whole one: exact, or rounded half away from zero to
 * `digits` places more than the number has, without zeros at the end. What is no number, such as `NaN`, stays as it is.
 */
export function divideDecimal(dividend: string, divisor: bigint, digits: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(dividend);
  if (match === null) {
    return dividend;
  }
  const [, sign, whole = '', fraction = ''] = match;
  const scale = fraction.length + digits;
  const scaled = BigInt(whole + fraction) * 10n ** BigInt(digits);
  const quotient = (scaled * 2n + divisor) / (divisor * 2n);
  const text = String(quotient).padStart(scale + 1, '0');
  const decimals = text.slice(text.length - scale).replace(/0+$/, '');
  const number = text.slice(0, text.length - scale) + (decimals === '' ? '' : `.${decimals}`);
  return sign === '-' && quotient !== 0n ? `-${number}` : number;
}
