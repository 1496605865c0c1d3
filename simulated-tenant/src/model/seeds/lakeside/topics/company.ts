import type { Topic } from '../topic.ts';

export const people: Topic = {
  name: 'hr',
  weight: 7,
  starts: ['Human Resources', 'Operations', 'Finance'],
  answers: ['Human Resources', 'Management'],
  subjects: [
    'Leave request',
    'Forklift certificates',
    'Onboarding next {weekday}',
    'Shift plan {port}',
    'Training: dangerous goods',
    'Medical appointment {weekday}',
  ],
  openers: [
    'I would like to take {days} days off from {weekday} on. [Femke covers for me.|My desk is covered by the Chicago team.|Handover is prepared.]',
    'The forklift certificates of {count} colleagues run out next month. The course is on {weekday} at {time} and costs EUR {amount2} per head. May I book?',
    'A new colleague starts on {weekday}. Please prepare a desk, a badge and the usual accounts. [She comes from a competitor, so nothing about customers before the paper is signed.|He will sit with dispatch for the first two weeks.]',
    'The refresher on dangerous goods is mandatory for everybody who signs declarations. {count} people have not done it. I attach the list.',
  ],
  replies: [
    'Approved. Enjoy it.',
    'Not that week please, half of the department is already away. Could you move it to {weekday}?',
    'Booked. Please send me the birth dates for the certificate.',
    'Thanks. Payroll needs the form as well, not only the mail.',
    'Understood. I will talk to the team leader first.',
  ],
  closers: ['All done, thank you Priscilla.', 'Entered in the calendar.'],
  documents: [
    { kind: 'word', name: 'Form leave.docx' },
    { kind: 'sheet', name: 'Shift plan.xlsx' },
    { kind: 'calendar', name: 'Course.ics' },
  ],
  longest: 4,
};

export const computing: Topic = {
  name: 'it',
  weight: 7,
  starts: ['IT', 'Operations', 'Finance', 'Customs'],
  answers: ['IT'],
  subjects: [
    'Ticket {ticket}: printer',
    'Ticket {ticket}: VPN',
    'Maintenance {weekday} {time}',
    'Scanner in the warehouse',
    'New laptop',
    'Ticket {ticket}: cannot open attachment',
  ],
  openers: [
    'The label printer in {port} prints only every second label since this morning. [We have {count} trucks waiting.|We are writing them by hand.]',
    'VPN drops every few minutes, the transport system throws me out each time and I lose the entry. [It started after the update.|Others in the office have the same.]',
    'On {weekday} at {time} UTC we restart the file server. Expect about twenty minutes without shared folders. Please close your documents before.',
    'I received a file called winmail.dat and cannot open it. The sender says it is a Word document. Can you help?',
    'My laptop is five years old and needs a quarter of an hour to start. Could I have a new one before the peak season?',
  ],
  replies: [
    'Have you tried another cable? If so I come by at {time}.',
    'Known problem, the provider works on it. Use the guest network until then.',
    'I changed the setting on your account, please sign in again and tell me.',
    'Approved by Marguerite, it is ordered. Delivery in {days} days.',
    'Still the same here, sorry.',
  ],
  closers: ['Works again, thank you Andre.', 'Closed ticket {ticket}.'],
  documents: [
    { kind: 'photo', name: 'Screenshot {ticket}.png' },
    { kind: 'pdf', name: 'Quotation {ticket}.pdf' },
  ],
  longest: 5,
};

export const review: Topic = {
  name: 'management',
  weight: 6,
  starts: ['Management', 'Finance', 'Operations', 'Sales'],
  answers: ['Management', 'Finance', 'Sales', 'Operations'],
  subjects: [
    'Figures of the week',
    'Board paper: {port}',
    'Warehouse lease {port}',
    'Volume report',
    'Visit of {company}',
    'Insurance renewal',
  ],
  openers: [
    'Attached the figures of last week. Volume is {percent} percent above plan, margin is not. [The gap is {from} - {port}.|Most of it is one customer.]',
    'The landlord in {port} wants {percent} percent more from January. We can leave at the end of the year if we give notice by {weekday}. What do we do?',
    '{company} visits us on {weekday}. I would like operations and customs in the room, no more than six people. [Lunch is ordered.|Room Erie is booked.]',
    'For the board paper I need one page from each of you by {weekday}: what went well, what did not, what it costs.',
    'The insurer asks for our loss record of the last five years. Premium would rise by {percent} percent, mostly because of two reefer claims.',
  ],
  replies: [
    'My page is attached. I was frank about the reefers.',
    'I would not sign for five years. Two, with an option.',
    'The numbers for Singapore are in local currency, please convert before you show them.',
    'I can be there, but only until {time}.',
    'Agreed. Please keep this among us for now.',
  ],
  closers: ['Decided as discussed. Thanks for the quick turn.', 'Paper is out. See you on {weekday}.'],
  documents: [
    { kind: 'sheet', name: 'Weekly figures.xlsx' },
    { kind: 'chart', name: 'Volume.png' },
    { kind: 'word', name: 'Board paper {port}.docx' },
    { kind: 'pdf', name: 'Lease {port}.pdf' },
  ],
  longest: 5,
};

export const chatter: Topic = {
  name: 'office',
  weight: 5,
  starts: ['Human Resources', 'Operations', 'Sales', 'Customs', 'IT'],
  answers: ['Operations', 'Sales', 'Finance', 'Customs'],
  subjects: [
    'Cake in the kitchen',
    'Found: keys',
    'Football pool',
    'Summer party',
    'Lift out of order',
    'Parking {weekday}',
  ],
  openers: [
    'There is cake in the kitchen, it is my [birthday|last day before leave|tenth year here]. First come, first served.',
    'Somebody left a bunch of keys with a red tag in Room Erie. They are at reception.',
    'The car park is closed on {weekday} because of the marathon. Please come by train or stay at home.',
    'Who is in for the football pool? Five euros, the money goes to the sea rescue.',
    'Summer party is fixed: {weekday}, from {time}, on the terrace. Bring family. Please tell me about allergies.',
  ],
  replies: [
    'Count me in.',
    'Happy birthday! Save me a piece.',
    'Those are mine, thank you!',
    'Cannot make it, have fun.',
  ],
  closers: ['All gone. It was good while it lasted.', 'Thanks to everyone who helped.'],
  documents: [{ kind: 'photo', name: 'Terrace.png' }],
  copies: 'everyone',
  longest: 3,
};
