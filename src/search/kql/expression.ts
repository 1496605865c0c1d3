import type { PropertyName } from './properties.ts';

export type ComparisonOperator = ':' | '=' | '<>' | '<' | '>' | '<=' | '>=';

/** A value as it was written, without its quotes; `isPrefix` when a `*` followed it. */
export interface SingleValue {
  readonly kind: 'single';
  readonly text: string;
  readonly isPrefix: boolean;
}

/** `from..to`, both included. */
export interface RangeValue {
  readonly kind: 'range';
  readonly from: string;
  readonly to: string;
}

/** Words, or a phrase: what stands between quotation marks. */
export interface TextExpression {
  readonly kind: 'text';
  readonly text: string;
  readonly isPrefix: boolean;
}

export interface Restriction {
  readonly kind: 'restriction';
  readonly property: PropertyName;
  readonly operator: ComparisonOperator;
  readonly value: SingleValue | RangeValue;
}

/** Two things with at most `distance` words between them; `isOrdered` with the left one first (ONEAR). */
export interface NearExpression {
  readonly kind: 'near';
  readonly isOrdered: boolean;
  readonly distance: number;
  readonly left: Expression;
  readonly right: Expression;
}

/** What a query asks for, with everything implicit made explicit. */
export type Expression =
  | { readonly kind: 'everything' }
  | TextExpression
  | Restriction
  | NearExpression
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] };

/** All of these; one inside another is one list, and a single one is itself. */
export function allOf(operands: readonly Expression[]): Expression {
  return join('and', operands);
}

/** At least one of these. */
export function anyOf(operands: readonly Expression[]): Expression {
  return join('or', operands);
}

function join(kind: 'and' | 'or', operands: readonly Expression[]): Expression {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const [first] = flat;
  return flat.length === 1 && first !== undefined ? first : { kind, operands: flat };
}
