import type { KinqlOptions } from '../src/build/create-schema.ts';

/** How the sample is served: its rows can be written, since its data is nobody's; deleted comments can be seen. */
export const sampleOptions: KinqlOptions = {
  writes: true,
  rules: 'none',
  models: {
    Task: {
      scopes: {
        open: { description: 'Tasks that are neither done nor cancelled, the most urgent first.' },
        dueBetween: { arguments: { from: 'Date!', to: 'Date' } },
      },
    },
    Comment: { deleted: true },
  },
};
