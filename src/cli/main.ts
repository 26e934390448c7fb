#!/usr/bin/env node
import { createRequire } from 'node:module';
import { type Command, InvalidArgumentError, program } from 'commander';
import { parsePort } from '../util/parse-port.ts';

// The commands are imported when one is chosen: --help and --version wait for no GraphQL, server or loader.

function addCommand(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .requiredOption(
      '-m, --models <path>',
      'a file that exports the Sequelize instance or a function that makes it, or a folder of models',
    )
    .option('-d, --database <url>', "the database, instead of the one that the models' instance names")
    .option('-w, --writes', 'with mutations that write rows (default: what the options say, else none)')
    .option(
      '-c, --config <file>',
      'options of KinQL (default: kinql.config.{ts,mts,js,mjs,cjs,json} here, if any)',
    );
}

function toPort(text: string): number {
  const port = parsePort(text);
  if (port === undefined) {
    throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
  }
  return port;
}

function toWorkers(text: string): number {
  const workers = Number(text);
  if (!/^\d{1,3}$/.test(text) || workers < 1) {
    throw new InvalidArgumentError('It has to be a number from 1 to 999.');
  }
  return workers;
}

/** Runs one command and ends the process, unless the command stays, as a server does. */
async function run(command: () => Promise<number | 'stays'>): Promise<void> {
  const { runCommand } = await import('./run-command.ts');
  await runCommand(command);
}

program
  .name('kinql')
  .description('Your Sequelize models are the GraphQL API.')
  .version((createRequire(import.meta.url)('../../package.json') as { version: string }).version);

addCommand('serve', 'Serve the GraphQL API of the models. Never changes the database: no sync, no migration.')
  .option(
    '-p, --port <number>',
    'the port to listen on, 0 for any free one (default: PORT, else 4000)',
    toPort,
  )
  .option('--host <address>', 'the address to listen on, 0.0.0.0 for every network', '127.0.0.1')
  .option('--trusted-documents <manifest>', 'a file of the operations that clients ask for by an id')
  .option('--trusted-only', 'execute no operations but those of the manifest')
  .option(
    '--workers <number>',
    'processes that share the port, each with its own pool and limits (default: 1)',
    toWorkers,
  )
  .option('--production', 'no pages, no introspection (default: where NODE_ENV is production)')
  .action((options) => run(async () => (await import('./serve.ts')).serve(options)));

addCommand('print', 'Print the schema that the models imply. Connects to no database.')
  .option('-o, --out <file>', 'write it to a file instead')
  .action((options) => run(async () => (await import('./print.ts')).print(options)));

addCommand('check', 'List what is wrong or odd about the models. Connects to no database.')
  .option('--strict', 'exit with 1 for warnings, too')
  .action((options) => run(async () => (await import('./check.ts')).check(options)));

addCommand(
  'rules',
  'Print who may do what, by the rules of the configuration. Connects to no database.',
).action((options) => run(async () => (await import('./rules.ts')).rules(options)));

program
  .command('migration')
  .description(
    'Print a migration for sequelize-cli that makes the table of idempotency keys. Connects to no database.',
  )
  .option('-t, --table <name>', 'what to call the table', 'kinql_idempotency')
  .option('--schema <name>', 'the database schema to make it in')
  .action((options) => run(async () => (await import('./migration.ts')).migration(options)));

await program.parseAsync();
