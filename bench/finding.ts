/** One measured number. */
export interface Finding {
  readonly what: string;
  readonly ratio: number;
  /** `at least`, `at most`, `under` or `more than` a number, with what else is to be said; anything else is no target. */
  readonly target: string;
  readonly detail: string;
}

/** Whether a finding meets its target. */
export function verdictOf({ ratio, target }: Finding): 'met' | 'missed' | '' {
  const [, bound, number] = /^(at least|at most|under|more than) ([\d.]+)/.exec(target) ?? [];
  if (bound === undefined || Number.isNaN(ratio)) return '';
  const wanted = Number(number);
  switch (bound) {
    case 'at least':
      return ratio >= wanted ? 'met' : 'missed';
    case 'at most':
      return ratio <= wanted ? 'met' : 'missed';
    case 'under':
      return ratio < wanted ? 'met' : 'missed';
    default:
      return ratio > wanted ? 'met' : 'missed';
  }
}
