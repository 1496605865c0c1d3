import type { Clock, Database, SecretBox } from '#platform';

/** What connections rest in. */
export interface ConnectionStore {
  readonly database: Database;
  readonly box: SecretBox;
  readonly clock: Clock;
}
