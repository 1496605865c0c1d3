import type { Meeting, Recipient } from '../contract.ts';

const stamp = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
const escaped = (text: string): string => text.replace(/([\\;,])/g, '\\$1').replace(/\r?\n/g, '\\n');

/** Lines over 75 bytes are folded, RFC 5545 section 3.1. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > (pieces.length === 0 ? 74 : 73)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].join('\r\n ');
}

export interface CalendarText {
  readonly method: 'REQUEST' | 'CANCEL' | 'REPLY' | 'PUBLISH';
  readonly meeting: Meeting;
  readonly summary: string;
  readonly organizer: Recipient;
  readonly attendees: readonly Recipient[];
  readonly answer?: 'ACCEPTED' | 'DECLINED';
  readonly stamped: number;
}

/** An iCalendar object with one event, as a meeting message carries it. RFC 5545 and 5546. */
export function iCalendar(calendar: CalendarText): string {
  const { method, meeting, organizer, attendees } = calendar;
  const status = calendar.answer ?? 'NEEDS-ACTION';
  const people = attendees.map(
    (person) => `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=${status};CN=${escaped(person.name)}:mailto:${person.address}`,
  );
  const lines = [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    `ORGANIZER;CN=${escaped(organizer.name)}:mailto:${organizer.address}`,
    ...people,
    `UID:${meeting.uid}`,
    `SUMMARY:${escaped(calendar.summary)}`,
    `DTSTART:${stamp(meeting.start)}`,
    `DTEND:${stamp(meeting.end)}`,
    `DTSTAMP:${stamp(calendar.stamped)}`,
    ...(meeting.location === null ? [] : [`LOCATION:${escaped(meeting.location)}`]),
    `SEQUENCE:${method === 'CANCEL' ? 1 : 0}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map(folded).join('\r\n') + '\r\n';
}
