import type { KinqlOptions } from '../src/build/create-schema.ts';

/** How the sample is served: its rows can be written, since its data is nobody's. */
export const sampleOptions: KinqlOptions = { writes: true };
