/** A server's figures for one workload at one number of connections: the medians of its rounds. */
export interface Measurement {
  readonly server: string;
  readonly workload: string;
  readonly connections: number;
  readonly requestsPerSecond: number;
  /** The slowest and the fastest round, in requests per second. */
  readonly range: readonly [number, number];
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of CPU that the server's process took for a request. */
  readonly cpuPerRequest: number;
  /** Megabytes at the most, while the workload ran. */
  readonly peakMemory: number | null;
  /** Milliseconds by which the event loop was late, in the worst of a hundred samples. */
  readonly eventLoopDelay: number;
  readonly statements: number;
  readonly bytesPerAnswer: number;
}

export interface Order {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly connections: readonly number[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Of the packages that take part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
}

/** What a run gives, and what the report is made from. */
export interface Results {
  readonly machine: Machine;
  readonly order: Order;
  readonly measurements: readonly Measurement[];
}
