import type { Message, MessageKind } from '../../model/contract.ts';

const messageTypes: Readonly<Record<MessageKind, string>> = {
  message: 'none',
  meetingRequest: 'meetingRequest',
  meetingCancelled: 'meetingCancelled',
  meetingAccepted: 'meetingAccepted',
  meetingDeclined: 'meetingDeclined',
};

const zoned = (milliseconds: number): unknown => ({
  dateTime: `${new Date(milliseconds).toISOString().slice(0, 19)}.0000000`,
  timeZone: 'UTC',
});

/**
 * What meeting messages carry beyond a message: all of it without `$select`, else what a cast selects.
 * Source: eventMessage, eventMessageRequest and eventMessageResponse in the v1.0 contract.
 */
export function meetingProperties(message: Message, selected: readonly string[] | undefined): Record<string, unknown> {
  const { meeting, kind } = message;
  const all: Record<string, unknown> = {
    meetingMessageType: messageTypes[kind],
    type: 'singleInstance',
    isOutOfDate: false,
    isAllDay: false,
    isDelegated: false,
    recurrence: null,
    ...(meeting === null
      ? {}
      : {
          startDateTime: zoned(meeting.start),
          endDateTime: zoned(meeting.end),
          location: locationOf(meeting.location),
        }),
    ...(kind === 'meetingRequest'
      ? { responseRequested: true, allowNewTimeProposals: true, meetingRequestType: 'newMeetingRequest' }
      : {}),
    ...(kind === 'meetingAccepted' ? { responseType: 'accepted' } : {}),
    ...(kind === 'meetingDeclined' ? { responseType: 'declined' } : {}),
  };
  if (selected === undefined) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => selected.includes(name)));
}

function locationOf(name: string | null): unknown {
  return name === null ? null : { displayName: name, locationType: 'default', uniqueIdType: 'unknown' };
}
