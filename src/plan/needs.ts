import type { AggregateTerm } from '../policy/condition.ts';
import type { FieldSource } from './field-source.ts';

/** What the fields of a selection need of what they stand on; each in the order of the operation, once. */
export class Needs {
  /** Attributes of the row. */
  readonly attributes = new Set<string>();
  /** Attributes of the through model's row that connects it. */
  readonly edge = new Set<string>();
  /** By their printed form. */
  readonly aggregates = new Map<string, AggregateTerm>();
  /** Whether anything of a connection's page is asked for. */
  rows = false;
  cursors = false;

  addField(source: FieldSource | undefined): void {
    switch (source?.kind) {
      case 'attribute':
        addEach(this.attributes, source.attributes);
        break;
      case 'parent':
        addEach(this.attributes, [source.sourceAttribute, ...Object.keys(source.discriminator)]);
        break;
      case 'children':
        this.attributes.add(source.sourceAttribute);
        break;
      case 'part':
        this.rows ||= source.needs !== null;
        this.cursors ||= source.needs === 'cursors';
        break;
      case 'aggregateValue': {
        const term = { function: source.function, attribute: source.attribute };
        this.aggregates.set(printAggregate(term), term);
        break;
      }
      default:
    }
  }

  /** What is needed of the row is needed of the through model's row instead. */
  moveToEdge(): void {
    addEach(this.edge, this.attributes);
    this.attributes.clear();
  }

  addAll(other: Needs): void {
    addEach(this.attributes, other.attributes);
    addEach(this.edge, other.edge);
    for (const [name, term] of other.aggregates) {
      this.aggregates.set(name, term);
    }
    this.rows ||= other.rows;
    this.cursors ||= other.cursors;
  }
}

/** `sum price`: under this name a value is found in what an aggregate read gives. */
export function printAggregate(term: AggregateTerm): string {
  return term.attribute === null ? term.function : `${term.function} ${term.attribute}`;
}

function addEach(set: Set<string>, values: Iterable<string>): void {
  for (const value of values) {
    set.add(value);
  }
}
