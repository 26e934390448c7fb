import type { RelationOperation, RowWrite } from '../../plan/write.ts';
import type { WrittenInstance } from './write-context.ts';

/** A saved row, with what is to happen to the rows that name it. */
export interface ParentRow {
  readonly write: RowWrite;
  readonly instance: WrittenInstance;
  readonly isNew: boolean;
}

/** An operation under a saved row. */
export interface ChildOperation {
  readonly parent: ParentRow;
  readonly operation: RelationOperation;
}

/** What goes, goes before what comes: a key that must be unique may be needed again. */
export function isLeaving({ operation }: ChildOperation): boolean {
  return ['set', 'disconnect', 'delete'].includes(operation.kind);
}
