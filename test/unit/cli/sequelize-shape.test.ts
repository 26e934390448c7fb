import { describe, expect, it } from '@jest/globals';
import { takesSequelize } from '../../../src/cli/sequelize-shape.ts';

type AnyFunction = (...parameters: unknown[]) => unknown;

/** From their texts, so that no compiler changes how they are written. */
function functionOf(text: string): AnyFunction {
  return new Function(`return ${text}`)() as AnyFunction;
}

describe('takesSequelize', () => {
  it.each([
    ['(sequelize, DataTypes) => 1'],
    ['sequelize => 1'],
    ['async (sequelize) => 1'],
    ['function (sequelize) {}'],
    ['function initModels(sequelize) {}'],
    ['async function define(sequelize, DataTypes) {}'],
  ])('is true for %s', (text) => {
    expect(takesSequelize(functionOf(text))).toBe(true);
  });

  it.each([
    ['() => 1'],
    ['(options = {}) => 1'],
    ['function sequelize() {}'],
    ['function make(options) {}'],
    ['async () => 1'],
  ])('is false for %s', (text) => {
    expect(takesSequelize(functionOf(text))).toBe(false);
  });
});
