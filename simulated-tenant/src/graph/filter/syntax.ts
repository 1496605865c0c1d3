export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'time'; readonly value: number }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null'; readonly value: null };

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

export interface Comparison {
  readonly kind: 'compare';
  readonly property: string;
  readonly operator: Operator;
  readonly value: Literal;
}

/** The syntax tree of a `$filter`. */
export type Filter =
  | Comparison
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | { readonly kind: 'text'; readonly name: TextFunction; readonly property: string; readonly value: string }
  | { readonly kind: 'in'; readonly property: string; readonly values: readonly Literal[] }
  /** `collection/any(x:…)`; properties inside are written relative to the variable, `` for itself. */
  | { readonly kind: 'any'; readonly property: string; readonly condition: Filter | undefined };

/** The properties of a filter in the order written, each once. */
export function filterProperties(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...new Set([...filterProperties(filter.left), ...filterProperties(filter.right)])];
    case 'not':
      return filterProperties(filter.operand);
    case 'compare':
    case 'text':
    case 'in':
    case 'any':
      return [filter.property];
  }
}

/** The parts of a filter that must all hold. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? [...conjuncts(filter.left), ...conjuncts(filter.right)] : [filter];
}
