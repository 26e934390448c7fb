/** What a request wants told beside its data; a server puts it into the response's `extensions`. */
export interface RequestRecord {
  /** Lists that were cut at a limit which the client did not ask for. */
  readonly truncated: { readonly path: readonly (string | number)[]; readonly limit: number }[];
  /** What ends the request: once it is aborted, with the error to fail by, no further statement of it is begun. */
  readonly signal: AbortSignal | null;
  /** What is to be done once the request was executed, however that went. */
  readonly atEnd: (() => Promise<void>)[];
}

/**
 * The records of the requests under way, by the app's own contextValue. Only requests that somebody opened a record for
 * have one, so that an app that never reads them keeps none.
 */
export class RequestRecords {
  readonly #records = new WeakMap<object, RequestRecord>();

  /** Starts the record of a request; `contextValue` must be its own. */
  open(contextValue: object, signal: AbortSignal | null = null): RequestRecord {
    const record: RequestRecord = { truncated: [], signal, atEnd: [] };
    this.#records.set(contextValue, record);
    return record;
  }

  find(contextValue: unknown): RequestRecord | undefined {
    return typeof contextValue === 'object' && contextValue !== null
      ? this.#records.get(contextValue)
      : undefined;
  }
}
