import type { Topic } from '../topic.ts';

export const customs: Topic = {
  name: 'customs',
  weight: 16,
  starts: ['Customs', 'customer', 'Operations'],
  answers: ['Customs'],
  matters: [
    {
      starts: ['authority', 'Customs'],
      subject: '[Customs hold {container} at {port}|Entry {entry} selected for control]',
      opener:
        'The declaration {entry} for {container} has been selected for a [documentary check|physical inspection]. Required are the commercial invoice, the packing list and the original certificate of origin. [Can you send these before {time}?|Please let us have them today, otherwise the slot on {weekday} is lost.]',
      replies: [
        'Invoice and packing list are attached. The certificate of origin is with the courier and [should be on your desk on {weekday}|was signed for this morning at {time}].',
        'The papers are complete now, thank you. Inspection is booked for {weekday}, {time}. Costs of about EUR {amount2} go to the consignee.',
        'Driver is informed and the box will be at the scanner in time. [Seal number is {seal}.|They will cut seal {seal} and put on a new one.]',
      ],
    },
    {
      subject: 'HS code for {goods}',
      opener:
        'We classified the {goods} under {hs} last year, but the shipper now writes a different code on the invoice. The duty would go from 3.7 to {percent} percent. [Which of the two do we declare?|Before I file this I want it in writing which one is right.]',
      replies: [
        'Use {hs}. We have a binding tariff ruling for the same article, I have put the number in the remarks field.',
        'Is that ruling still valid? Mine says it ran out last year, and then we would be liable for the difference.',
        'Valid until December, I checked. After that we apply again, and the {goods} might indeed end up in the other heading.',
      ],
    },
    {
      subject: 'T1 document for {container}',
      opener:
        '{container} arrived on {vessel} voyage {voyage} and is still under T1. The guarantee covers {days} more days. [When do you expect to clear it?|If it is not cleared by {weekday} we have to ask for an extension.]',
      replies: [
        'The importer waits for his VAT number. I have asked for an extension of the transit, {weekday} is realistic.',
        'Extension is granted. But please remember that each one costs EUR {amount2} and somebody has to pay it.',
      ],
    },
    {
      subject: '[Import declaration {entry}|Weights do not match - {container}]',
      opener:
        'The packing list says {count} pallets of {goods}, the bill of lading one fewer. I cannot file like this. Please check with the shipper which document is correct and have the other one amended.',
      replies: [
        'The shipper admits the mistake: one pallet was left behind in {from}. An amended bill of lading will follow by [tonight|tomorrow noon].',
        'Received, and now the weight is wrong instead. [I give up and ring them myself.|Could somebody at your end read it before it is sent?]',
        'This is the third time in a month that papers of {company} do not match. [Let us raise it in the next review.|I suggest we charge the correction fee from now on.]',
      ],
    },
    {
      starts: ['authority', 'Customs'],
      subject: '[Phytosanitary certificate|Health certificate] {container}',
      opener:
        'For {container} the original certificate is missing, there is only a scan. The inspector [insists on the original|accepts a scan only with a stamp on every page]. The container stays blocked until then.',
      replies: [
        'The original left {from} by courier on {weekday}. Tracking says it is at the airport.',
        'It has arrived and was handed in at the counter at {time}.',
      ],
    },
    {
      subject: 'EORI number {company}',
      opener:
        'The EORI number of {company} is refused by the system as inactive. Without it I can neither import nor ask for an inward guarantee. Could you ask whether they changed their company form?',
      replies: [
        'They did, since the first of the month they are a limited company. New number follows, the form for the direct representation is attached.',
        'Thank you, this one works. The old power of attorney is void, please have the new one signed before {weekday}.',
      ],
    },
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
};

export const dispatch: Topic = {
  name: 'dispatch',
  weight: 20,
  starts: ['Operations', 'customer'],
  answers: ['Operations'],
  matters: [
    {
      subject: '[Collection {container} {weekday} {time}|Transport order {booking}]',
      opener:
        'Please arrange collection of {container} ({goods}) at {port} on {weekday} at {time}. Seal {seal}, no special equipment. [The consignee closes at five sharp.|Delivery must be before noon.]',
      replies: [
        'Confirmed for {weekday} {time}. Driver has the pin and the seal number.',
        'Terminal says the container is not released yet. [The line has not sent the release.|There is a freight hold on it.] Can you chase them, please?',
        'Released since an hour ago. Please keep the slot if you can.',
      ],
    },
    {
      starts: ['supplier', 'Operations'],
      subject: 'Truck {truck} running late',
      opener:
        'Truck {truck} is stuck [behind an accident on the A15|at the gate with a system failure|in the queue since six this morning] and will not make the slot at {time}. Do we keep it waiting or send it away?',
      replies: [
        'Keep it waiting one hour, after that send it to the next job. I have told the consignee [and they are not amused|and they are fine with it].',
        'It is through now and on its way. Waiting time is {days} hours, I will have to charge this.',
        'Understood, send me the gate ticket with the invoice and I will approve it.',
      ],
    },
    {
      starts: ['carrier', 'Operations'],
      subject: '{vessel} {voyage} - revised ETA {port}',
      opener:
        '{vessel} voyage {voyage} has changed her rotation and will now call {port} {days} days later than announced. This concerns {count} of your containers, among them {container} and {container2}.',
      replies: [
        'Noted, planning is adjusted. Please tell us next time before the cut-off, we had trucks booked.',
        'The berth was taken, we were informed this morning ourselves. I will send a new notice on {weekday}.',
        '{company} has a production line waiting for {container2}. Is there any way to have it discharged first?',
      ],
    },
    {
      starts: ['Operations'],
      subject: 'Delivery slot {company}',
      opener:
        '{company} cannot take the {count} boxes on {weekday}, their ramp is being repaired. They ask for two a day from next week on. That would put us over the free time for most of them.',
      replies: [
        'Tell them that from day eight on it costs them USD {amount2} per box and day, and that we pass it on.',
        'They accept it, but only in writing and with a total. I have drafted something, please have a look.',
        'Looks fine. Make it clear that it is an estimate.',
      ],
    },
    {
      starts: ['Operations'],
      subject: 'Reefer {container} set point',
      opener:
        'The reefer {container} reports minus 12 instead of {temperature}. [The driver says the unit was off for a while at the terminal.|The alarm came in at {time} and nobody has acknowledged it.] What do you want me to do with the cargo?',
      replies: [
        'Nothing moves before somebody has read the log. I have called a technician.',
        'He was at the box: the set point is back at {temperature} and the log shows less than three hours above minus 15. [The surveyor will look at it on arrival.|I have asked for the full log.]',
        'Good. Please tell {company} before they hear it from the driver.',
      ],
    },
    {
      starts: ['Operations'],
      subject: 'Empty return {container}',
      opener:
        'We still have {container} empty in the yard. Where should it go back to, and who pays if the depot refuses it again?',
      replies: [
        'The depot in {port} is full. Alternative is {from}, which costs us USD {amount2} more. Please decide.',
        'Then {from}, it stands in the way here. I will ask the line to share the cost.',
      ],
    },
  ],
  closers: [
    'Delivered {weekday} at {time}, POD is in the file.',
    'All settled. [Good work everybody.|Thanks.]',
    'Closed on our side, the paperwork is in the folder.',
  ],
  documents: [
    { kind: 'pdf', name: 'POD {container}.pdf' },
    { kind: 'photo', name: 'Seal {seal}.png' },
    { kind: 'pdf', name: 'Delivery order {booking}.pdf' },
    { kind: 'chart', name: 'Temperature log {container}.png' },
  ],
  copies: 'ops-desk',
};

export const documentation: Topic = {
  name: 'documentation',
  weight: 9,
  starts: ['Operations'],
  answers: ['Operations', 'customer'],
  matters: [
    {
      starts: ['carrier', 'Operations'],
      subject: 'Draft B/L {booking}',
      opener:
        'Attached the draft bill of lading for booking {booking}. Please check [consignee, marks and weights|the notify party in particular] and confirm before the cut-off on {weekday} {time}.',
      replies: [
        'Checked. Two corrections: the weight should read {amount} kg and the port of discharge is {port}, not {from}.',
        'Corrected draft attached. This is the last chance for changes free of charge.',
        'Approved, please issue.',
      ],
    },
    {
      starts: ['carrier', 'Operations'],
      subject: 'VGM missing {booking}',
      opener:
        'The verified gross mass for {container} has not reached us. Without it the box stays on the quay and {vessel} sails on {weekday}.',
      replies: [
        'VGM was sent at {time}. Please see whether you have it now.',
        'We have it, but for {container2}. Somebody mixed up the two boxes.',
        'Indeed, sorry. Both are sent again with the right weights.',
      ],
    },
    {
      subject: 'Telex release {booking}',
      opener:
        'Could you please arrange the telex release for {booking}? The originals were surrendered in {from} this morning.',
      replies: [
        'We release as soon as the freight is paid. Our accounts still show {amount} open on {invoice}.',
        'That was paid on {weekday}, see the attached slip. The consignee is waiting at the counter.',
      ],
    },
    {
      subject: 'Shipping instructions {vessel} {voyage}',
      opener:
        'Shipping instructions for {count} x 40HC on {vessel} are due on {weekday} at {time}. I miss the marks and the exact description of the {goods}. "General cargo" is not accepted any more.',
      replies: [
        'Here they are, with tariff number {hs} and net weights per box.',
        'Sent to the line, draft should be here tomorrow.',
      ],
    },
  ],
  closers: ['Released. Reference {booking}.', 'On board per {weekday}, originals follow by courier.'],
  documents: [
    { kind: 'pdf', name: 'Draft BL {booking}.pdf' },
    { kind: 'word', name: 'Shipping instructions {booking}.docx' },
    { kind: 'winmail', name: 'Shipping note {booking}.txt' },
  ],
  copies: 'ops-desk',
};

export const claims: Topic = {
  name: 'claims',
  weight: 5,
  starts: ['customer'],
  answers: ['Legal', 'Operations', 'Sales'],
  matters: [
    {
      subject: '[Damage report {container}|Claim: wet cargo {container}]',
      opener:
        'On unloading {container} we found [{count} cartons wet|the front wall dented and {count} pallets shifted|the seal {seal} replaced by another one]. We hold you liable for the damage, which we estimate at EUR {amount}. Photographs attached.',
      replies: [
        'I am sorry to read this. We have informed the insurer and a surveyor will come on {weekday}. Please keep the packaging.',
        'The surveyor was here. He says the door gasket was torn, so this is not the driver. When do we get our money?',
        'He puts the loss at EUR {amount2}, well below what is claimed. Without prejudice we are willing to share it.',
      ],
    },
    {
      subject: 'Short delivery {booking}',
      opener:
        'Our receipt shows {count} pallets of {goods} fewer than your delivery note. The driver signed for the difference. Please credit or deliver.',
      replies: [
        'The terminal interchange shows the full number at gate-out. We have put the haulier on notice and count the stock in both warehouses.',
        'Any news? Our buyer has to tell his shops what they can expect.',
        'They turned up in the other warehouse with the wrong label. Delivery on {weekday}, free of charge of course.',
      ],
    },
    {
      starts: ['Operations'],
      subject: 'Notice of claim {company}',
      opener:
        '{company} has sent us a notice of claim over EUR {amount} for late delivery of {container}. The delay came from the strike, but we told them only two days later. How should I answer?',
      replies: [
        'Do not admit anything in writing before I have seen the file. Send me the notice, the order and every mail you sent them that week.',
        'All attached. There is one where we say "our mistake", I am afraid.',
        'We live with that. I will answer them, you do not.',
      ],
    },
  ],
  closers: ['Settled at EUR {amount2}. Release signed.', 'We consider the matter closed.'],
  documents: [
    { kind: 'photo', name: 'Photo {container}.png' },
    { kind: 'word', name: 'Survey report {container}.docx' },
    { kind: 'forwarded', name: 'Original complaint' },
  ],
};
