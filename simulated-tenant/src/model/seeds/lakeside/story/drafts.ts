import { seededRandom } from '../../../random.ts';
import { addressOf, colleague, colleagues, outsiders } from '../lakeside-people.ts';
import type { Letter } from '../letter.ts';

const beginnings = [
  'Hi,\n\nI wanted to come back to you about the',
  'Dear Sirs,\n\nwith reference to your claim we would like to state that',
  'Team,\n\nthree things for Monday:\n1. ',
  'I have thought about this for a while and I do not think that',
  'To do: call the depot, check the seal on the second box, ask Femke about the guarantee',
];

/** What people began to write in the last weeks and did not send. */
export function draftLetters(end: number): Letter[] {
  return colleagues.flatMap((member) => {
    const random = seededRandom(`drafts ${member.name}`);
    const count = member.lack === undefined ? random.between(1, 3) : 0;
    return Array.from({ length: count }, (_, at): Letter => {
      const words = random.pick(beginnings);
      return {
        thread: `draft ${member.name} ${at}`,
        step: 0,
        at: Math.floor((end - random.between(3_600_000, 40 * 86_400_000)) / 1_000) * 1_000,
        from: colleague(member.name),
        to: random.chance(0.5) ? [random.pick(outsiders)] : [],
        cc: [],
        subject: random.pick(['', 'Follow-up', 'Complaint', 'Points for Monday', 'Please read']),
        words: () => words,
        previous: null,
        isDraft: true,
        lies: { [addressOf(member.name)]: 'drafts' },
      };
    });
  });
}
