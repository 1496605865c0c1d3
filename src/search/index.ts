export { parseKql, readKql } from './kql/parse.ts';
export { printKql } from './kql/print.ts';
export { explainKql } from './kql/explain.ts';
export type { Problem } from './kql/problem.ts';
export type * from './kql/expression.ts';
