import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** How many tests a run may skip at most, with and without the corpora that lie beside the project. */
interface SkipBudgets {
  readonly corporaPresent: number;
  readonly corporaAbsent: number;
}

const corpora = fileURLToPath(new URL('../../shared/corpora', import.meta.url));
const budgetFile = fileURLToPath(new URL('./skip-budgets.json', import.meta.url));

/**
 * Says at the end of a run what was skipped and why, and ends with one plain line of counts.
 * The run fails when a skipped test gives no reason, or when more are skipped than the budget allows.
 */
export default class SkipReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed =
      tests.filter((test) => test.result().state === 'failed').length + brokenSuites(modules) + unhandledErrors.length;
    if (listSkipped(skipped) || isOverBudget(skipped.length)) process.exitCode = 1;
    process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed, ${String(skipped.length)} skipped\n`);
  }
}

/** Files and suites that broke outside of their tests. */
function brokenSuites(modules: readonly TestModule[]): number {
  return modules.reduce((sum, module) => {
    const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
    return sum + suites.length + (module.errors().length > 0 ? 1 : 0);
  }, 0);
}

/** Prints the skipped tests by reason; true when one has none. */
function listSkipped(skipped: readonly TestCase[]): boolean {
  const byReason = Map.groupBy(skipped, (test) => reasonOf(test) ?? '');
  for (const [reason, tests] of byReason) {
    process.stdout.write(`\nskipped: ${reason === '' ? 'NO REASON GIVEN' : reason}\n`);
    for (const test of tests) process.stdout.write(`  ${test.module.relativeModuleId} > ${test.fullName}\n`);
  }
  return byReason.has('');
}

/** The note of `context.skip('reason')`, or the words after "skipped:" in the name of the test or its suite. */
function reasonOf(test: TestCase): string | null {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? /\bskipped: (.+)$/.exec(test.fullName)?.[1] ?? null;
}

function isOverBudget(skipped: number): boolean {
  const budgets = JSON.parse(readFileSync(budgetFile, 'utf8')) as SkipBudgets;
  const budget = existsSync(corpora) ? budgets.corporaPresent : budgets.corporaAbsent;
  if (skipped <= budget) return false;
  process.stdout.write(
    `\n${String(skipped)} tests were skipped; ${String(budget)} at most are allowed (tests/skip-budgets.json).\n`,
  );
  return true;
}
