import type { Topic } from '../topic.ts';

export const invoices: Topic = {
  name: 'invoices',
  weight: 15,
  starts: ['Finance'],
  answers: ['customer', 'Sales', 'Operations'],
  matters: [
    {
      subject: '[Invoice {invoice}|Invoice {invoice} - {container}]',
      opener:
        'Please find attached invoice {invoice} over EUR {amount} for {container}. Payment within 30 days, please.',
      replies: [
        'Before we can pay we need the POD. It was not attached.',
        'Here it is, signed on {weekday} at {time}.',
        'Thank you. Please split the invoice: half on {from}, half on {port}. Our auditors want it by branch.',
      ],
    },
    {
      subject: 'Overdue: {invoice}',
      opener:
        'Invoice {invoice} is {days} days past due. [Is there anything wrong with it?|This is our second reminder.] The open amount is EUR {amount}.',
      replies: [
        'It was paid on {weekday}. The reference was {booking}, maybe it was matched to the wrong account.',
        'Found it, it was booked to another customer. Apologies for the reminder.',
      ],
    },
    {
      starts: ['customer'],
      subject: 'Query on {invoice} - waiting time',
      opener:
        'On {invoice} you charge us a waiting time of EUR {amount2}. Our gate log says the truck left after forty minutes. Please send a credit note.',
      replies: [
        'The waiting time was agreed with your warehouse, see the signed slip. [I can meet you half way.|I am afraid the charge stands.]',
        'The man who signed does not work for us. We deduct the amount from the next payment.',
        'I would rather not start with deductions. Credit note over half of it goes out today, agreed?',
      ],
    },
    {
      subject: 'Payment run {weekday}',
      opener:
        'Payment run goes out on {weekday}. I still miss approvals for {count} invoices, the biggest is from {company} with {amount}. [Without approval by noon they stay until next week.|Please approve in the system, not by mail.]',
      replies: [
        'Approved all but one. The haulier invoiced the same trip twice, I have asked for a credit note.',
        'Thanks. That one stays out then.',
      ],
    },
    {
      starts: ['supplier', 'carrier'],
      subject: 'New bank details?',
      opener:
        'Your transfer for our invoice of EUR {amount2} came back: account closed. We changed banks in spring and wrote to you then. Please transfer again.',
      replies: [
        'I will not take bank details from an e-mail. Somebody will ring the number we have on file to confirm them.',
        'Very sensible. I am at my desk until {time}.',
      ],
    },
    {
      subject: 'Statement {company}',
      opener:
        'Attached the statement of {company}. {count} items are older than sixty days, most of them demurrage and storage. Can you talk to them before I send the formal letter?',
      replies: [
        'I meet them on {weekday} and will bring it up. Please wait with the letter.',
        'They dispute two of the items and will pay the rest this week. I have marked the two in the list.',
      ],
    },
  ],
  closers: [
    'Payment received, thank you.',
    'Credit note is booked. [Closed from our side.|All good now.]',
    'Matched. Sorry for the confusion.',
  ],
  documents: [
    { kind: 'pdf', name: '{invoice}.pdf' },
    { kind: 'sheet', name: 'Statement {company}.xlsx' },
    { kind: 'pdf', name: 'Credit note {invoice}.pdf' },
  ],
  copies: 'invoices',
};

export const rates: Topic = {
  name: 'rates',
  weight: 12,
  starts: ['Sales'],
  answers: ['Sales', 'Management'],
  matters: [
    {
      starts: ['customer'],
      subject: '[Rate request {from} - {port}|Quote {goods}, {from} - {port}]',
      opener:
        'Could you quote us {count} x 40HC {goods} from {from} to {port}, [monthly|every other week|once, ready on {weekday}]? Target is around USD {rate} all in.',
      replies: [
        'We can do USD {rate} including terminal handling, valid thirty days, subject to space and equipment.',
        'Thanks for the quick answer. Your competitor includes {days} days free time at destination, you do not. Can you match this?',
        'Two days more than standard is what I can give without asking anybody.',
      ],
    },
    {
      starts: ['carrier'],
      subject: 'General rate increase {from} - {port}',
      opener:
        'We announce a general rate increase of USD {amount2} per container on the trade {from} - {port}, valid for sailings from next month. Bookings already confirmed are not touched.',
      replies: [
        'This is the second one this year. What happens to the volume agreement we signed in January?',
        'Named accounts keep their level until the end of the quarter. Everything else moves.',
        'Then please confirm the list of named accounts, mine has {count} names.',
      ],
    },
    {
      subject: 'Contract rates {company}',
      opener:
        '{company} asks for our contract rates for next year. They ship about {count}0 boxes and have a competing offer at USD {rate}. [How low may I go?|I would like to offer {percent} percent below this year.]',
      replies: [
        'Offer it only with a volume commitment. If they do not ship, the price goes back to list.',
        'They do not like commitments, last year they shipped a third less than promised.',
        'Then we do not discount. Rate sheet attached, please do not forward it outside of the company.',
      ],
    },
    {
      subject: 'Margin {from} - {port}',
      opener:
        'The bunker factor moves again and our margin on {from} - {port} is down to {percent} percent. We should adjust the quotes that are still open.',
      replies: [
        'How many are open? If it is only the small ones, leave them.',
        '{count}, among them one for {company}. I would keep that one and change the others.',
        'Agreed.',
      ],
    },
  ],
  closers: [
    'Accepted, booking follows.',
    'We lost this one, they went with the cheaper offer. [Next time.|Pity.]',
    'Confirmed. Everything is in the shared folder.',
  ],
  documents: [
    { kind: 'sheet', name: 'Rate sheet {from}-{port}.xlsx' },
    { kind: 'word', name: 'Offer {company}.docx' },
    { kind: 'chart', name: 'Rate index.png' },
  ],
};
