import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { findValues } from '../support/find-values.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, valuesOf } from '../support/values.ts';

/** REAL has four bytes on Postgres, FLOAT on MariaDB; the other of the two has eight. */
for (const [name, type] of [
  ['REAL', DataTypes.REAL],
  ['FLOAT', DataTypes.FLOAT],
] as const) {
  describe(`the operators of ${name}`, () => {
    onEachDatabase(valuesOf(`operators_${name.toLowerCase()}`, type, [null, 0, 0.1, -3.3]), (world) => {
      it('are served the values as they were written', async () => {
        expect(await readValues(world())).toEqual([null, 0, 0.1, -3.3]);
      });

      it.each([
        [{ eq: 0.1 }, [2]],
        [{ ne: 0.1 }, [0, 1, 3]],
        [{ in: [0.1, -3.3, null] }, [0, 2, 3]],
        [{ notIn: [0.1, -3.3] }, [0, 1]],
        [{ lte: 0.1 }, [1, 2, 3]],
        [{ lt: 0.1 }, [1, 3]],
        [{ gt: 0.1 }, []],
        [{ between: { from: -3.3, to: 0.1 } }, [1, 2, 3]],
      ])('find what is shown: %j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });

      it.each([
        [{ eq: 1e39 }, []],
        [{ ne: -1e39 }, [0, 1, 2, 3]],
        [{ in: [1e39, 0] }, [1]],
        [{ notIn: [1e39, 0] }, [0, 2, 3]],
        [{ lt: 1e39 }, [1, 2, 3]],
        [{ gt: 1e39 }, []],
        [{ gte: -1e39 }, [1, 2, 3]],
        [{ eq: 1e-50 }, []],
        [{ lt: 1e-50 }, [1, 3]],
        [{ gte: 1e-50 }, [2]],
        [{ gt: -1e-50 }, [1, 2]],
        [{ between: { from: -1e39, to: 1e-50 } }, [1, 3]],
      ])('take what four bytes cannot hold: %j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });

      it('take it in groups, too', async () => {
        const { data, errors } = await world().query(
          '{ valuesGroupBy(by: [{ v: VALUE }], having: { max: { v: { lt: 1e39, gt: -1e-50 } } }) { keys { v } } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ valuesGroupBy: [{ keys: { v: 0 } }, { keys: { v: 0.1 } }] });
      });
    });
  });
}
