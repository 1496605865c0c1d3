import { userInfo } from 'node:os';

/** Who does something at the command line of this machine: `person:<name of the user of the operating system>`. */
export function localActor(): string {
  return `person:${userName()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return `user ${String(process.getuid?.() ?? 'without a name')}`;
  }
}
