import type { Topic } from '../topic.ts';

export const customs: Topic = {
  name: 'customs',
  weight: 16,
  starts: ['Customs', 'customer', 'authority', 'Operations'],
  answers: ['Customs', 'Operations'],
  subjects: [
    'Entry {entry} - {container}',
    'Customs hold {container} at {port}',
    'HS code for {goods}',
    'Import declaration {entry}',
    'T1 document for {container}',
    'Missing EORI for {company}',
  ],
  openers: [
    'The declaration {entry} for {container} has been selected for a [documentary check|physical inspection]. Customs ask for the commercial invoice, the packing list and the original certificate of origin. [Can you send me these before {time}?|Please let me have them today, otherwise we lose the slot on {weekday}.]',
    'We classified the {goods} under {hs} last year, but the shipper now writes a different code on the invoice. The duty would go from 3.7 to {percent} percent. [Which of the two do we declare?|Before I file this I want it in writing which one is right.]',
    '{container} arrived on {vessel} voyage {voyage} and is still under T1. The guarantee covers {days} more days. [When do you expect to clear it?|If it is not cleared by {weekday} we have to ask for an extension.]',
    'The packing list says {count} pallets of {goods}, the bill of lading one fewer. I cannot file like this. Please check with the shipper which document is correct and have the other one amended.',
    'Port health wants to see the phytosanitary certificate for {container}. We only have a scan, and they [insist on the original|accept a scan only with a stamp on every page].',
  ],
  replies: [
    'Invoice and packing list are attached. The certificate of origin is with the courier and [should be on your desk on {weekday}|was signed for this morning at {time}].',
    'I spoke to the officer at the desk. They will release {container} as soon as the corrected weight is in the system. [I have changed the entry accordingly.|Somebody has to change the entry before four.]',
    'Use {hs}. We have a binding tariff ruling for the same article, I have put the number in the remarks field.',
    'The shipper admits the mistake: one pallet was left behind in {from}. An amended bill of lading will follow by [tonight|tomorrow noon].',
    'This is the third time in a month that {company} sends us papers that do not match. [Let us raise it in the next review.|I suggest we charge the correction fee from now on.]',
    'Inspection is booked for {weekday}, {time}. Costs of about EUR {amount2} go to the consignee, they know.',
  ],
  closers: [
    'Released at {time}. Thank you all.',
    'Entry {entry} is cleared, the release note is in the file. [Closing this.|Nothing further needed.]',
    'Done. Duty and VAT were booked to the deferment account.',
  ],
  documents: [
    { kind: 'pdf', name: 'Declaration {entry}.pdf' },
    { kind: 'pdf', name: 'Certificate of origin.pdf' },
    { kind: 'sheet', name: 'Packing list {container}.xlsx' },
  ],
  copies: 'customs',
  longest: 6,
};

export const dispatch: Topic = {
  name: 'dispatch',
  weight: 20,
  starts: ['Operations', 'supplier', 'customer', 'carrier'],
  answers: ['Operations'],
  subjects: [
    'Collection {container} {weekday} {time}',
    'Truck {truck} running late',
    '{vessel} {voyage} - revised ETA {port}',
    'Delivery slot for {company}',
    'Reefer {container} set point',
    'Empty return {container}',
  ],
  openers: [
    'Please arrange collection of {container} ({goods}) at {port} on {weekday} at {time}. Seal {seal}, no special equipment. [The consignee closes at five sharp.|Delivery must be before noon.]',
    'Truck {truck} is stuck [behind an accident on the A15|at the gate with a system failure|in the queue since six this morning] and will not make the slot at {time}. Do we keep it waiting or send it away?',
    '{vessel} voyage {voyage} has changed her rotation and will now call {port} {days} days later than announced. This concerns {count} of our containers, among them {container} and {container2}.',
    'The reefer {container} reports minus 12 instead of {temperature}. [The driver says the unit was off for a while at the terminal.|The alarm came in at {time} and nobody has acknowledged it.] What do you want us to do with the cargo?',
    'We still have {container} empty in the yard. Where should it go back to, and who pays if the depot refuses it again?',
  ],
  replies: [
    'Confirmed for {weekday} {time}. Driver has the pin and the seal number.',
    'Keep it waiting one hour, after that send it to the next job. I have told the consignee [and they are not amused|and they are fine with it].',
    'I have moved the delivery by a day. {company} wants a call before the truck leaves the terminal.',
    'A technician was at the box: the set point is back at {temperature} and the log shows less than three hours above minus 15. [The surveyor will look at it on arrival.|I have asked for the full log.]',
    'The depot in {port} is full. Alternative is {from}, which costs us USD {amount2} more per box. Please decide.',
    'Terminal says the container is not released yet. [Line has not sent the release.|There is a freight hold on it.] I am chasing.',
    'Noted, planning is adjusted. Please tell me next time before the cut-off.',
  ],
  closers: [
    'Delivered {weekday} at {time}, POD attached.',
    'All boxes are out of the terminal now. [Good work everybody.|Thanks.]',
    'Empty was accepted, receipt is in the folder.',
  ],
  documents: [
    { kind: 'pdf', name: 'POD {container}.pdf' },
    { kind: 'photo', name: 'Seal {seal}.png' },
    { kind: 'pdf', name: 'Delivery order {booking}.pdf' },
    { kind: 'chart', name: 'Temperature log {container}.png' },
  ],
  copies: 'ops-desk',
  longest: 7,
};

export const documentation: Topic = {
  name: 'documentation',
  weight: 9,
  starts: ['Operations', 'customer', 'carrier'],
  answers: ['Operations', 'Customs'],
  subjects: [
    'Draft B/L {booking}',
    'VGM missing {booking}',
    'Telex release {booking}',
    'Shipping instructions {vessel} {voyage}',
  ],
  openers: [
    'Attached the draft bill of lading for booking {booking}. Please check [consignee, marks and weights|the notify party in particular] and confirm before the cut-off on {weekday} {time}.',
    'The verified gross mass for {container} has not reached the line. Without it the box stays on the quay and {vessel} sails on {weekday}.',
    'Could you please telex release {booking}? The originals were surrendered in {from} this morning.',
  ],
  replies: [
    'Checked. Two corrections: the weight should read {amount} kg and the port of discharge is {port}, not {from}.',
    'VGM was sent at {time}. Please see whether the line has it now.',
    'We release as soon as the freight is paid. Our accounts still show {amount} open on {invoice}.',
    'Corrected draft attached. This is the last chance for changes free of charge.',
  ],
  closers: [
    'Approved, please issue.',
    'Released. Reference {booking}.',
    'On board per {weekday}, originals follow by courier.',
  ],
  documents: [
    { kind: 'pdf', name: 'Draft BL {booking}.pdf' },
    { kind: 'word', name: 'Shipping instructions {booking}.docx' },
    { kind: 'winmail', name: 'Shipping note {booking}.txt' },
  ],
  copies: 'ops-desk',
  longest: 5,
};

export const claims: Topic = {
  name: 'claims',
  weight: 5,
  starts: ['customer', 'Operations'],
  answers: ['Legal', 'Operations', 'Sales'],
  subjects: [
    'Damage report {container}',
    'Claim: wet cargo {container}',
    'Short delivery {booking}',
    'Notice of claim {invoice}',
  ],
  openers: [
    'On unloading {container} we found [{count} cartons wet|the front wall dented and {count} pallets shifted|the seal {seal} replaced by another one]. We hold you liable for the damage, which we estimate at EUR {amount}. Photographs attached.',
    'Our receipt shows {count} pallets of {goods} fewer than your delivery note. The driver signed for the difference. Please credit or deliver.',
  ],
  replies: [
    'I am sorry to read this. We have informed the insurer and a surveyor will come on {weekday}. Please keep the packaging.',
    'The terminal interchange shows no damage at gate-out, so this must have happened on the road. We have put the haulier on notice.',
    'The surveyor puts the loss at EUR {amount2}, well below what is claimed. Without prejudice we are willing to share it.',
    'Please do not admit anything in writing before Naomi has seen the file.',
  ],
  closers: [
    'Settled at EUR {amount2}. Release signed.',
    'Claim withdrawn: the pallets turned up in the other warehouse.',
  ],
  documents: [
    { kind: 'photo', name: 'Photo {container}.png' },
    { kind: 'word', name: 'Survey report {container}.docx' },
    { kind: 'forwarded', name: 'Original complaint' },
  ],
  longest: 6,
};
