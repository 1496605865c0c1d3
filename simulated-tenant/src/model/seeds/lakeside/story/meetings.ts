import { iCalendar } from '../../../attachments/icalendar.ts';
import type { CalendarText } from '../../../attachments/icalendar.ts';
import type { Meeting, MessageKind } from '../../../contract.ts';
import { hash32 } from '../../../random.ts';
import { colleague } from '../lakeside-people.ts';
import type { Letter } from '../letter.ts';

const day = 86_400_000;
const hour = 3_600_000;

interface Series {
  readonly name: string;
  readonly organizer: string;
  readonly attendees: readonly string[];
  readonly everyDays: number;
  readonly hourOfDay: number;
  readonly agenda: string;
}

const allSeries: readonly Series[] = [
  {
    name: 'Operations call',
    organizer: 'Curtis Oyelaran',
    attendees: ['Dana Whitlock', 'Hector Salinas', 'Pieter Hoekstra', 'Siti Rahman', 'Lukas Brandl'],
    everyDays: 14,
    hourOfDay: 14,
    agenda: 'Vessels of the week, open holds, equipment. Please put your points into the list beforehand.',
  },
  {
    name: 'Rate review',
    organizer: 'Wei Ling Tan',
    attendees: ['Arjun Nair', 'Kenji Watanabe', 'Joost van der Meer', 'Marguerite Lindqvist'],
    everyDays: 28,
    hourOfDay: 8,
    agenda: 'Spot against contract, announcements of the lines, open quotes above ten boxes.',
  },
  {
    name: 'Month end',
    organizer: 'Marguerite Lindqvist',
    attendees: ['Bridget Kowalski', 'Sanne Bakker', 'Farah Aziz'],
    everyDays: 28,
    hourOfDay: 15,
    agenda: 'Accruals, overdue list, demurrage still to be passed on.',
  },
];

/** Invitations, answers and cancellations of the meetings the company holds. */
export function meetingLetters(begin: number, end: number): Letter[] {
  return allSeries.flatMap((series) => {
    const letters: Letter[] = [];
    // A Tuesday; the first day of the epoch was a Thursday.
    const first = (Math.ceil(begin / day / 7) * 7 + 5) * day;
    for (let on = first; on < end; on += series.everyDays * day) letters.push(...occurrence(series, on, end));
    return letters;
  });
}

function occurrence(series: Series, on: number, end: number): Letter[] {
  const start = on + series.hourOfDay * hour;
  const meeting: Meeting = {
    uid: `${series.name.replace(/ /g, '-')}-${on / day}@lakeside-freight.example`,
    start,
    end: start + hour,
    location: 'Room Erie',
  };
  const organizer = colleague(series.organizer);
  const attendees = series.attendees.map(colleague);
  const invited = start - 6 * day;
  const base = { thread: meeting.uid, began: invited, cc: [], previous: null, meeting, filedUnder: 'meetings' };
  const calendar = (method: CalendarText['method'], given: Partial<CalendarText> = {}) => ({
    method,
    text: () => iCalendar({ method, meeting, summary: series.name, organizer, attendees, stamped: invited, ...given }),
  });
  const request: Letter = {
    ...base,
    step: 0,
    at: invited,
    from: organizer,
    to: attendees,
    subject: series.name,
    kind: 'meetingRequest',
    words: () => series.agenda,
    calendar: calendar('REQUEST'),
  };
  const answers = attendees.slice(0, 2).map((from, step): Letter => {
    const declines = hash32(`${meeting.uid} ${from.address}`) % 5 === 0;
    const kind: MessageKind = declines ? 'meetingDeclined' : 'meetingAccepted';
    return {
      ...base,
      step: step + 1,
      at: invited + (step + 1) * 2 * hour + (hash32(from.address + meeting.uid) % 3_600) * 1_000,
      from,
      to: [organizer],
      subject: `${declines ? 'Declined' : 'Accepted'}: ${series.name}`,
      kind,
      words: () => (declines ? 'I am travelling that day, sorry.' : ''),
      calendar: calendar('REPLY', { attendees: [from], answer: declines ? 'DECLINED' : 'ACCEPTED' }),
    };
  });
  const cancelled: Letter = {
    ...base,
    step: 9,
    at: start - 20 * hour,
    from: organizer,
    to: attendees,
    subject: `Canceled: ${series.name}`,
    kind: 'meetingCancelled',
    words: () => 'Not enough of us are in this week. See you next time.',
    calendar: calendar('CANCEL'),
  };
  const all = hash32(meeting.uid) % 6 === 0 ? [request, ...answers, cancelled] : [request, ...answers];
  return all.filter((letter) => letter.at < end);
}
