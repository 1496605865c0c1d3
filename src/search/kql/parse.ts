import { patternOf } from '#evidence';
import { checkProximity } from './proximity.ts';
import { allOf, anyOf, type Expression, type Restriction } from './expression.ts';
import { lex, straightQuotes, type Lexeme } from './lexer.ts';
import { failureOf, QueryProblem, type Problem } from './problem.ts';
import { definitionOf, findProperty, properties, type PropertyName } from './properties.ts';
import { nearest } from './nearest-name.ts';
import { checkRestriction } from './values.ts';

const longestQuery = 20_480;
const deepest = 100;

/**
 * Reads a query in Keyword Query Language.
 * Laws: `NOT` binds closer than `NEAR`, that closer than `AND`, that closer than `OR`, and all of them closer than the
 * nothing between two expressions; that means AND, but OR between restrictions of the same property; a space after a
 * property's colon makes words of both.
 * Failure `malformed` (`bad-query`) that names the place and the fix.
 * Source: Microsoft, "Keyword Query Language (KQL) syntax reference", and [MS-KQL] 2.
 */
export function parseKql(query: string): Expression {
  const read = readKql(query);
  if ('problem' in read) throw failureOf(query, read.problem);
  return read.expression;
}

/** The same, with what is wrong as a value, for whoever shows the place. */
export function readKql(query: string): { readonly expression: Expression } | { readonly problem: Problem } {
  try {
    if (query.length > longestQuery) {
      const fix = `A query has ${String(longestQuery)} characters at most: ask in parts, or use \`search report\`.`;
      throw new QueryProblem({ at: longestQuery, length: 0, cause: 'The query is too long.', fix });
    }
    return { expression: new Parser(straightQuotes(query)).read() };
  } catch (thrown) {
    if (thrown instanceof QueryProblem) return { problem: thrown.problem };
    throw thrown;
  }
}

/** One element of a sequence without operators between. */
interface Element {
  readonly expression: Expression;
  /** Whether it joins its fellows of the same property: with `+`, `-` or an operator it does not. */
  readonly isBare: boolean;
}

/** Reads lexemes from left to right, one level of precedence in each method. */
class Parser {
  readonly #lexemes: readonly Lexeme[];
  readonly #end: number;
  #next = 0;
  #depth = 0;
  /** The property whose bracketed values are being read. */
  #property: Extract<Lexeme, { kind: 'property' }> | null = null;

  constructor(query: string) {
    this.#lexemes = lex(query);
    this.#end = query.length;
  }

  read(): Expression {
    if (this.#lexemes.length === 0)
      this.#fail(
        undefined,
        'The query is empty.',
        'Write a word, a "phrase", or a restriction such as from:ana; * finds everything.',
      );
    const expression = this.#sequence();
    const left = this.#peek();
    if (left !== undefined)
      this.#fail(left, 'This bracket closes nothing.', 'Take it out, or open a bracket before it.');
    return expression;
  }

  #sequence(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) this.#fail(this.#peek(), 'The brackets are too deep.', 'Write it with fewer brackets.');
    const elements: Element[] = [];
    for (
      let lexeme = this.#peek();
      lexeme !== undefined && !['close', 'comma'].includes(lexeme.kind);
      lexeme = this.#peek()
    ) {
      const start = this.#next;
      const expression = this.#disjunction();
      elements.push({ expression, isBare: expression.kind === 'restriction' && this.#isPlain(start) });
    }
    this.#depth -= 1;
    if (elements.length === 0)
      this.#fail(
        this.#peek(),
        'There is nothing between the brackets.',
        'Write what is to be found, or take the brackets out.',
      );
    return allOf(unite(elements));
  }

  /** Whether everything since then was one property and its value, with no sign or bracket. */
  #isPlain(start: number): boolean {
    return this.#next - start === 2 && this.#lexemes[start]?.kind === 'property';
  }

  #disjunction(): Expression {
    const operands = [this.#conjunction()];
    while (this.#takeOperator('OR')) operands.push(this.#conjunction());
    return operands.length === 1 ? (operands[0] as Expression) : anyOf(operands);
  }

  #conjunction(): Expression {
    const operands = [this.#proximity()];
    while (this.#takeOperator('AND')) operands.push(this.#proximity());
    return operands.length === 1 ? (operands[0] as Expression) : allOf(operands);
  }

  #proximity(): Expression {
    const start = this.#peek();
    let left = this.#negation();
    for (let lexeme = this.#peek(); lexeme?.kind === 'near'; lexeme = this.#peek()) {
      this.#next += 1;
      left = { kind: 'near', isOrdered: lexeme.isOrdered, distance: lexeme.distance, left, right: this.#negation() };
      const problem = checkProximity(left);
      if (problem !== null) this.#fail(problem.isOperand ? (start ?? lexeme) : lexeme, problem.cause, problem.fix);
    }
    return left;
  }

  #negation(): Expression {
    const lexeme = this.#peek();
    if (lexeme?.kind !== 'operator' || lexeme.operator === 'AND' || lexeme.operator === 'OR') return this.#primary();
    this.#next += 1;
    this.#depth += 1;
    if (this.#depth > deepest) this.#fail(lexeme, 'There are too many NOTs.', 'Two of them are none.');
    const operand = this.#negation();
    this.#depth -= 1;
    return lexeme.operator === '+' ? operand : { kind: 'not', operand };
  }

  #primary(): Expression {
    const lexeme = this.#peek();
    this.#next += 1;
    switch (lexeme?.kind) {
      case 'open':
        return this.#closed(this.#sequence());
      case 'list':
        return this.#list(lexeme.word);
      case 'property':
        return this.#restriction(lexeme);
      case 'text':
        return this.#text(lexeme);
      case 'operator':
      case 'near': {
        const before = this.#lexemes[this.#next - 2];
        const cause =
          before === undefined || before.kind === 'open'
            ? 'Nothing stands before this operator.'
            : 'Two operators stand side by side.';
        return this.#fail(
          lexeme,
          cause,
          `Write something to find between them. To find the word itself, put it in quotation marks: "and".`,
        );
      }
      default:
        return this.#fail(
          lexeme,
          'Something to find is missing here.',
          'Write a word, a "phrase" or a restriction after the operator.',
        );
    }
  }

  #closed(expression: Expression): Expression {
    if (this.#peek()?.kind !== 'close')
      this.#fail(this.#peek(), 'A bracket is not closed.', 'Add a ) where the group ends.');
    this.#next += 1;
    return expression;
  }

  #list(word: 'ALL' | 'ANY' | 'NONE' | 'WORDS'): Expression {
    const operands = [this.#sequence()];
    while (this.#peek()?.kind === 'comma') {
      this.#next += 1;
      operands.push(this.#sequence());
    }
    this.#closed({ kind: 'everything' });
    const single = operands.length === 1 ? (operands[0] as Expression) : null;
    const members = single?.kind === 'and' ? single.operands : operands;
    if (word === 'ALL') return allOf(members);
    return word === 'NONE' ? { kind: 'not', operand: anyOf(members) } : anyOf(members);
  }

  #text(lexeme: Extract<Lexeme, { kind: 'text' }>): Expression {
    if (this.#property !== null) return this.#valued(this.#property, lexeme);
    const { text, isPrefix, isQuoted } = lexeme;
    if (text === '*' && !isQuoted) return { kind: 'everything' };
    if (patternOf(text, { prefix: false }).slots.length === 0) {
      this.#fail(lexeme, 'There is no letter or digit in this that could be found.', 'Write a word.');
    }
    const expression: Expression = { kind: 'text', text, isPrefix };
    const problem = checkProximity(expression);
    return problem === null ? expression : this.#fail(lexeme, problem.cause, problem.fix);
  }

  #restriction(lexeme: Extract<Lexeme, { kind: 'property' }>): Expression {
    if (this.#property !== null)
      this.#fail(lexeme, 'A restriction stands inside the values of another.', 'Close the bracket before it.');
    const value = this.#peek();
    if (value?.kind === 'open') {
      this.#property = lexeme;
      this.#next += 1;
      const expression = this.#closed(this.#sequence());
      this.#property = null;
      return expression;
    }
    if (value?.kind !== 'text')
      return this.#fail(
        value ?? lexeme,
        `${lexeme.name} has no value.`,
        `Write the value directly after ${lexeme.name}${lexeme.operator}`,
      );
    this.#next += 1;
    return this.#valued(lexeme, value);
  }

  #valued(named: Extract<Lexeme, { kind: 'property' }>, value: Extract<Lexeme, { kind: 'text' }>): Expression {
    const property = findProperty(named.name);
    if (property === null) return this.#unknown(named);
    const restriction = restrict(property, named, value);
    const problem = checkRestriction(restriction) ?? checkProximity(restriction);
    return problem === null ? restriction : this.#fail(value, problem.cause, problem.fix);
  }

  #unknown(named: Extract<Lexeme, { kind: 'property' }>): never {
    const known = Object.keys(properties);
    const near = nearest(named.name.toLowerCase(), known);
    const hint = near === null ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`;
    return this.#fail(
      named,
      `There is no property ${named.name}.`,
      `${hint} To find the text itself, put it in quotation marks.`,
    );
  }

  #takeOperator(operator: 'AND' | 'OR'): boolean {
    const lexeme = this.#peek();
    if (lexeme?.kind !== 'operator' || lexeme.operator !== operator) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Lexeme | undefined {
    return this.#lexemes[this.#next];
  }

  #fail(at: Lexeme | undefined, cause: string, fix: string): never {
    throw new QueryProblem({ at: at?.at ?? this.#end, length: at?.length ?? 0, cause, fix });
  }
}

function restrict(
  property: PropertyName,
  { operator }: Extract<Lexeme, { kind: 'property' }>,
  { text, isPrefix, isQuoted }: Extract<Lexeme, { kind: 'text' }>,
): Restriction {
  const { type } = definitionOf(property);
  const range = isQuoted || (type !== 'date' && type !== 'size') ? null : /^(.+?)\.\.(.+)$/.exec(text);
  if (range === null) return { kind: 'restriction', property, operator, value: { kind: 'single', text, isPrefix } };
  const [, from = '', to = ''] = range;
  return { kind: 'restriction', property, operator, value: { kind: 'range', from, to } };
}

/** Restrictions of one property without anything said between them are alternatives. */
function unite(elements: readonly Element[]): readonly Expression[] {
  const groups = new Map<unknown, Expression[]>();
  for (const { expression, isBare } of elements) {
    const key = isBare && expression.kind === 'restriction' ? expression.property : expression;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [expression]);
    else group.push(expression);
  }
  return [...groups.values()].map(anyOf);
}
