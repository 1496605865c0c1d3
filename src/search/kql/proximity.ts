import { patternOf, type Pattern, type Slot } from '#evidence';
import type { Expression } from './expression.ts';
import { definitionOf } from './properties.ts';

/**
 * Positions a phrase or everything held together by NEAR may cover. Parts of long texts are indexed with so much of
 * the part before, so that nothing within this reach is ever cut.
 */
export const longestReach = 128;
const mostShapes = 6000;

interface Extent {
  readonly shapes: number;
  readonly span: number;
}

export interface ProximityProblem {
  readonly cause: string;
  readonly fix: string;
  /** Whether it lies in what stands beside the operator. */
  readonly isOperand: boolean;
}

/** What is wrong with a phrase, or with what is to be near what; null when nothing is. */
export function checkProximity(expression: Expression): ProximityProblem | null {
  if (expression.kind === 'restriction') {
    const { property, value } = expression;
    if (value.kind === 'range' || definitionOf(property).type !== 'words') return null;
    return checkProximity({ kind: 'text', text: value.text, isPrefix: value.isPrefix });
  }
  const extent = extentOf(expression);
  if (extent === null) {
    const fix = 'Put words, phrases, and groups of them with OR, on both sides of NEAR and ONEAR.';
    return { cause: 'Nearness is for words and phrases only.', fix, isOperand: true };
  }
  if (extent.span > longestReach) {
    const cause = `This reaches over ${String(extent.span)} words; ${String(longestReach)} at most can be told.`;
    return {
      cause,
      fix: 'Use a smaller distance or a shorter phrase, or ask for the parts with AND.',
      isOperand: false,
    };
  }
  if (extent.shapes <= mostShapes) return null;
  return {
    cause: 'These have too many ways to be near each other.',
    fix: 'Use smaller distances, fewer words, or ONEAR.',
    isOperand: false,
  };
}

/** How many shapes it has and how far the longest reaches; null for what is no matter of words. */
function extentOf(expression: Expression): Extent | null {
  switch (expression.kind) {
    case 'text':
      return { shapes: 1, span: patternOf(expression.text, { prefix: expression.isPrefix }).span };
    case 'or': {
      const extents = expression.operands.map(extentOf);
      return extents.reduce<Extent | null>(
        (sum, one) =>
          sum === null || one === null ? null : { shapes: sum.shapes + one.shapes, span: Math.max(sum.span, one.span) },
        { shapes: 0, span: 0 },
      );
    }
    case 'near': {
      const [left, right] = [extentOf(expression.left), extentOf(expression.right)];
      if (left === null || right === null) return null;
      const ways = (expression.distance + 1) * (expression.isOrdered ? 1 : 2);
      return { shapes: left.shapes * right.shapes * ways, span: left.span + right.span + expression.distance };
    }
    default:
      return null;
  }
}

/** Every arrangement of words that satisfies a phrase or a nearness, each as one pattern. */
export function shapesOf(expression: Expression): readonly Pattern[] {
  switch (expression.kind) {
    case 'text':
      return [patternOf(expression.text, { prefix: expression.isPrefix })];
    case 'or':
      return expression.operands.flatMap(shapesOf);
    case 'near': {
      const [left, right] = [shapesOf(expression.left), shapesOf(expression.right)];
      const ordered = beside(left, right, expression.distance);
      return expression.isOrdered ? ordered : [...ordered, ...beside(right, left, expression.distance)];
    }
    default:
      throw new Error(`${expression.kind} is no matter of words`);
  }
}

function beside(first: readonly Pattern[], second: readonly Pattern[], distance: number): Pattern[] {
  const gaps = Array.from({ length: distance + 1 }, (_, gap) => gap);
  return first.flatMap((one) => second.flatMap((other) => gaps.map((gap) => follow(one, other, gap))));
}

function follow(one: Pattern, other: Pattern, gap: number): Pattern {
  const start = one.span + gap;
  const moved: readonly Slot[] = other.slots.map((slot) => ({ ...slot, offset: slot.offset + start }));
  return { slots: [...one.slots, ...moved], span: start + other.span };
}
