import type { Topic } from '../topic.ts';

export const invoices: Topic = {
  name: 'invoices',
  weight: 15,
  starts: ['Finance', 'customer', 'supplier'],
  answers: ['Finance', 'Sales'],
  subjects: [
    'Invoice {invoice}',
    'Overdue: {invoice}',
    'Credit note for {invoice}',
    'Statement {company}',
    'Query on {invoice} - {container}',
    'Payment run {weekday}',
  ],
  openers: [
    'Please find attached invoice {invoice} over EUR {amount} for {container}. Payment within 30 days, please.',
    'Invoice {invoice} is {days} days past due. [Is there anything wrong with it?|This is our second reminder.] The open amount is EUR {amount}.',
    'On {invoice} you charge us a waiting time of EUR {amount2}. Our gate log says the truck left after forty minutes. Please send a credit note.',
    'Payment run goes out on {weekday}. I still miss approvals for {count} invoices, the biggest is {invoice} with {amount}. [Without approval by noon they stay until next week.|Please approve in the system, not by mail.]',
    'The bank returned our transfer for {invoice}: account closed. Please confirm the new bank details by telephone, I will not take them from an e-mail.',
  ],
  replies: [
    'The waiting time was agreed with your warehouse, see the signed slip. [I can meet you half way.|I am afraid the charge stands.]',
    'Approved, cost centre {ticket}.',
    'We paid this on {weekday}. The reference was {booking}, maybe it was matched to the wrong account.',
    'You are right, the fuel surcharge was calculated twice. Credit note over EUR {amount2} will go out today.',
    'Before we pay we need the POD. It was not attached.',
    'Please split the invoice: half on {from}, half on {port}. Our auditors want it by branch.',
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
  longest: 6,
};

export const rates: Topic = {
  name: 'rates',
  weight: 12,
  starts: ['Sales', 'customer', 'carrier'],
  answers: ['Sales', 'Management'],
  subjects: [
    'Rate request {from} - {port}',
    'Quote {booking}: {goods}',
    'GRI announcement {weekday}',
    'Contract rates {company}',
    'Peak season surcharge',
  ],
  openers: [
    'Could you quote us {count} x 40HC {goods} from {from} to {port}, [monthly|every other week|once, ready on {weekday}]? Target is around USD {rate} all in.',
    'We announce a general rate increase of USD {amount2} per container on the trade {from} - {port}, valid for sailings from next month. Bookings already confirmed are not touched.',
    '{company} asks for our contract rates for next year. They ship about {count}0 boxes and have a competing offer at USD {rate}. [How low may I go?|I would like to offer {percent} percent below this year.]',
    'The bunker factor moves again and our margin on {from} - {port} is down to {percent} percent. We should adjust the quotes that are still open.',
  ],
  replies: [
    'We can do USD {rate} including terminal handling, valid thirty days, subject to space and equipment.',
    'That is below cost. With {vessel} we get USD {rate} from the line, there is no room for less than {percent} percent.',
    'Offer them {rate} but only with a volume commitment. If they do not ship, the price goes back to list.',
    'Thanks for the quick answer. Your competitor includes {days} days free time at destination, you do not. Can you match this?',
    'Rate sheet attached. Please do not forward it outside of the company.',
    'I talked to Meridian: they hold the old level for us until the end of the month.',
  ],
  closers: [
    'Accepted, booking follows.',
    'We lost this one, they went with the cheaper offer. [Next time.|Pity.]',
    'Confirmed. Contract is in the shared folder.',
  ],
  documents: [
    { kind: 'sheet', name: 'Rate sheet {from}-{port}.xlsx' },
    { kind: 'word', name: 'Offer {company}.docx' },
    { kind: 'chart', name: 'Rate index.png' },
  ],
  longest: 6,
};
