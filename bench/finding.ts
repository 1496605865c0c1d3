/** One measured ratio. */
export interface Finding {
  readonly what: string;
  readonly ratio: number;
  readonly target: string;
  readonly detail: string;
}
