import { describe, expect, it } from '@jest/globals';
import { findSessionProblem, sessionStatement } from '../../../src/execute/database-session.ts';
import { renderSql } from '../../../src/execute/sql.ts';

describe('findSessionProblem', () => {
  it.each([
    [{}],
    [{ settings: { 'app.user_id': 7, 'app.name': '"; DROP', statement_timeout: '5s', 'app.big': 1n } }],
    [{ role: 'app_user', schema: 'tenant-7' }],
    [{ schema: ['7f0c', 'public'] }],
  ])('finds nothing in %p', (session) => {
    expect(findSessionProblem(session)).toBeNull();
  });

  it.each<[unknown, string]>([
    [undefined, 'it is no object.'],
    [[], 'it is no object.'],
    [{ setting: {} }, 'it has the unknown key "setting": known are settings, role, schema.'],
    [{ settings: null }, 'its settings are no object.'],
    [{ settings: { 'app.id': undefined } }, 'its setting app.id is no text, number or truth value.'],
    [{ settings: { 'app.id': null } }, 'its setting app.id is no text, number or truth value.'],
    [{ settings: { 'app.id': Number.NaN } }, 'its setting app.id is no text, number or truth value.'],
    [{ settings: { 'app id': 1 } }, '"app id" is no setting that it may have.'],
    [{ settings: { Role: 'postgres' } }, '"Role" is no setting that it may have.'],
    [{ settings: { search_path: 'public' } }, '"search_path" is no setting that it may have.'],
    [{ role: undefined }, 'its role is no name of a role that it may have.'],
    [{ role: 'None' }, 'its role is no name of a role that it may have.'],
    [{ role: 'pg_read_all_data' }, 'its role is no name of a role that it may have.'],
    [{ schema: undefined }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [{ schema: [] }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [{ schema: '$user' }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [{ schema: 'a", "b' }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [{ schema: 'a,b' }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [{ schema: 'pg_temp' }, 'its schema is no name of a schema that it may have, nor a list of such names.'],
    [
      { schema: 'a'.repeat(64) },
      'its schema is no name of a schema that it may have, nor a list of such names.',
    ],
  ])('says what keeps %p from being a session', (session, problem) => {
    expect(findSessionProblem(session)).toBe(problem);
  });
});

describe('sessionStatement', () => {
  it('binds names and values, and sets the role last', () => {
    const statement = sessionStatement(
      { role: 'app_user', schema: ['tenant-7', 'public'], settings: { 'app.id': 7 } },
      { readOnly: true },
    );
    expect(statement && renderSql(statement, (_, index) => `$${index + 1}`)).toBe(
      'SELECT set_config($1, $2, true), set_config($3, $4, true), set_config($5, $6, true), set_config($7, $8, true)',
    );
    expect(statement?.values).toEqual([
      ...['transaction_read_only', 'on'],
      ...['app.id', '7'],
      ...['search_path', '"tenant-7", "public"'],
      ...['role', 'app_user'],
    ]);
  });

  it('is none where there is nothing to set', () => {
    expect(sessionStatement({}, { readOnly: false })).toBeNull();
  });
});
