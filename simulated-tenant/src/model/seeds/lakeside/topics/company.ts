import type { Topic } from '../topic.ts';

export const people: Topic = {
  name: 'hr',
  weight: 7,
  starts: ['Human Resources'],
  answers: ['Operations', 'Finance', 'Customs'],
  matters: [
    {
      starts: ['Operations', 'Finance', 'Customs', 'Sales'],
      subject: 'Leave request',
      opener:
        'I would like to take {days} days off from {weekday} on. [My desk is covered.|The Chicago team covers for me.|Handover is prepared.]',
      replies: [
        'Not that week please, half of the department is already away. Could you start on {weekday} the week after?',
        'That works as well. I have changed the form.',
        'Approved. Enjoy it.',
      ],
    },
    {
      starts: ['Operations'],
      subject: 'Forklift certificates',
      opener:
        'The forklift certificates of {count} colleagues run out next month. The course is on {weekday} at {time} and costs EUR {amount2} per head. May I book?',
      replies: ['Please do, and send me the birth dates for the certificates.', 'Booked. List attached.'],
    },
    {
      subject: 'New colleague on {weekday}',
      opener:
        'A new colleague starts on {weekday}. Please prepare a desk, a badge and the usual accounts. [She comes from a competitor, so nothing about customers before the paper is signed.|He will sit with dispatch for the first two weeks.]',
      replies: ['Desk by the window is free. Who shows the yard?', 'Lukas does, at {time}.'],
    },
    {
      subject: 'Training: dangerous goods',
      opener:
        'The refresher on dangerous goods is mandatory for everybody who signs declarations. {count} people have not done it. The list is attached, your name is on it.',
      replies: ['I did it in spring, the certificate should be in my file.', 'Found it, you are off the list.'],
    },
    {
      subject: 'Shift plan {port}',
      opener:
        'The works council has objected to the shift plan: three late shifts in a row are one too many. Could you swap {weekday}?',
      replies: ['If somebody else takes the early one, yes.', 'Settled, new plan is attached.'],
    },
  ],
  closers: ['All done, thank you.', 'Entered in the calendar.'],
  documents: [
    { kind: 'word', name: 'Form.docx' },
    { kind: 'sheet', name: 'Shift plan.xlsx' },
    { kind: 'calendar', name: 'Course.ics' },
  ],
};

export const computing: Topic = {
  name: 'it',
  weight: 7,
  starts: ['Operations', 'Finance', 'Customs'],
  answers: ['IT'],
  matters: [
    {
      subject: 'Ticket {ticket}: label printer',
      opener:
        'The label printer in {port} prints only every second label since this morning. [We have {count} trucks waiting.|We are writing them by hand.]',
      replies: [
        'Is it the new roll? The sensor does not like the cheap ones.',
        'It is. With the old roll it works. Who orders these?',
        'Me, from now on.',
      ],
    },
    {
      subject: 'Ticket {ticket}: VPN',
      opener:
        'VPN drops every few minutes, the transport system throws me out each time and I lose the entry. [It started after the update.|Others in the office have the same.]',
      replies: [
        'Known problem, the provider works on it. Use the guest network until then.',
        'Guest network is even slower.',
        'I changed a setting on your account, please sign in again and tell me.',
      ],
    },
    {
      starts: ['IT'],
      subject: 'Maintenance {weekday} {time}',
      opener:
        'On {weekday} at {time} UTC we restart the file server. Expect about twenty minutes without shared folders. Please close your documents before.',
      replies: ['That is in the middle of our month end. Could it be later?', 'Moved to the evening.'],
    },
    {
      subject: 'Ticket {ticket}: cannot open attachment',
      opener:
        'I received a file called winmail.dat and cannot open it. The sender says it is a Word document. Can you help?',
      replies: [
        'Forward it to me as an attachment. Their Outlook is set to rich text, they can change that for you.',
        'They say nobody else complains.',
        'Extracted, see attachment. Everybody complains.',
      ],
    },
    {
      subject: 'New laptop',
      opener:
        'My laptop is five years old and needs a quarter of an hour to start. Could I have a new one before the peak season?',
      replies: ['Approved by Marguerite, it is ordered. Delivery in {days} days.', 'It is here and it is wonderful.'],
    },
  ],
  closers: ['Works again, thank you.', 'Closed ticket {ticket}.'],
  documents: [
    { kind: 'photo', name: 'Screenshot {ticket}.png' },
    { kind: 'pdf', name: 'Quotation {ticket}.pdf' },
  ],
};

export const review: Topic = {
  name: 'management',
  weight: 6,
  starts: ['Management', 'Finance'],
  answers: ['Management', 'Finance', 'Sales', 'Operations'],
  matters: [
    {
      subject: 'Figures of the week',
      opener:
        'Attached the figures of last week. Volume is {percent} percent above plan, margin is not. [The gap is {from} - {port}.|Most of it is one customer.]',
      replies: [
        'The numbers for Singapore are in local currency, please convert before you show them.',
        'Converted, it looks a little better now.',
      ],
    },
    {
      subject: 'Warehouse lease {port}',
      opener:
        'The landlord in {port} wants {percent} percent more from January. We can leave at the end of the year if we give notice by {weekday}. What do we do?',
      replies: [
        'I would not sign for five years. Two, with an option.',
        'He offers three with a break after two.',
        'Take it. But please keep this among us for now.',
      ],
    },
    {
      subject: 'Visit of {company}',
      opener:
        '{company} visits us on {weekday}. I would like operations and customs in the room, no more than six people. [Lunch is ordered.|Room Erie is booked.]',
      replies: [
        'I can be there, but only until {time}. Do they bring up the claim?',
        'Probably. If so we listen and say nothing.',
      ],
    },
    {
      subject: 'Board paper',
      opener:
        'For the board paper I need one page from each of you by {weekday}: what went well, what did not, what it costs.',
      replies: [
        'My page is attached. I was frank about the reefers.',
        'Thank you. I softened it a little.',
        'Please do not. It cost us EUR {amount} and they should know.',
      ],
    },
    {
      subject: 'Insurance renewal',
      opener:
        'The insurer asks for our loss record of the last five years. Premium would rise by {percent} percent, mostly because of two reefer claims.',
      replies: [
        'Ask the broker for two other offers. And raise the deductible.',
        'With EUR {amount2} deductible we are at last year’s premium.',
      ],
    },
  ],
  closers: ['Decided as discussed. Thanks for the quick turn.', 'Good. See you on {weekday}.'],
  documents: [
    { kind: 'sheet', name: 'Weekly figures.xlsx' },
    { kind: 'chart', name: 'Volume.png' },
    { kind: 'word', name: 'Paper {port}.docx' },
    { kind: 'pdf', name: 'Lease {port}.pdf' },
  ],
};

export const chatter: Topic = {
  name: 'office',
  weight: 5,
  starts: ['Human Resources', 'Operations', 'Sales', 'Customs', 'IT'],
  answers: ['Operations', 'Sales', 'Finance', 'Customs'],
  matters: [
    {
      subject: 'Cake in the kitchen',
      opener:
        'There is cake in the kitchen, it is my [birthday|last day before leave|tenth year here]. First come, first served.',
      replies: ['Save me a piece, I am on the phone until {time}!', 'Done, it has your name on it.'],
    },
    {
      subject: 'Found: keys',
      opener: 'Somebody left a bunch of keys with a red tag in Room Erie. They are at reception.',
      replies: ['Those are mine, thank you!'],
    },
    {
      subject: 'Parking {weekday}',
      opener: 'The car park is closed on {weekday} because of the marathon. Please come by train or stay at home.',
      replies: ['Does this hold for the trucks as well?', 'Trucks use the north gate, it stays open.'],
    },
    {
      subject: 'Football pool',
      opener: 'Who is in for the football pool? Five euros, the money goes to the sea rescue.',
      replies: ['Count me in.', 'You are number {count}.'],
    },
    {
      subject: 'Summer party',
      opener:
        'Summer party is fixed: {weekday}, from {time}, on the terrace. Bring family. Please tell me about allergies.',
      replies: ['We come with four, one of them eats no nuts.', 'Noted, there will be plenty without.'],
    },
  ],
  closers: ['It was good while it lasted.', 'Thanks to everyone who helped.'],
  documents: [{ kind: 'photo', name: 'Terrace.png' }],
  copies: 'everyone',
};
