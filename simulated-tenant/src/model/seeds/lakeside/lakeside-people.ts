import type { Person, Recipient } from '../../contract.ts';
import { personOf, skuIds } from '../../directory.ts';
import type { PersonSketch } from '../../directory.ts';
import { seededGuid } from '../../random.ts';

export const lakesideTenantId = seededGuid('tenant lakeside');
export const lakesideDomain = 'lakeside-freight.example';
export const lakesideDomains = [lakesideDomain, 'lakesidefreight.example', 'lakesidefreight.onmicrosoft.example'];

export type Office = 'Chicago' | 'Rotterdam' | 'Singapore';
export type Department =
  'Management' | 'Operations' | 'Customs' | 'Finance' | 'Sales' | 'Human Resources' | 'IT' | 'Legal';

/** Somebody of the company, with what their mail needs to know of them. */
export interface Colleague {
  readonly name: string;
  readonly title: string;
  readonly department: Department;
  readonly office: Office;
  readonly lack?: 'left' | 'unlicensed' | 'idle';
  readonly hasArchive?: boolean;
  readonly alias?: string;
}

const row = (...[name, title, department, office]: [string, string, Department, Office]): Colleague => ({
  name,
  title,
  department,
  office,
});

export const colleagues: readonly Colleague[] = [
  row('Walter Brandt', 'Managing Director', 'Management', 'Chicago'),
  { ...row('Marguerite Lindqvist', 'Finance Director', 'Finance', 'Chicago'), hasArchive: true },
  row('Naomi Feldt', 'General Counsel', 'Legal', 'Chicago'),
  row('Curtis Oyelaran', 'Head of Operations', 'Operations', 'Chicago'),
  row('Dana Whitlock', 'Dispatch Coordinator', 'Operations', 'Chicago'),
  row('Hector Salinas', 'Dispatch Coordinator', 'Operations', 'Chicago'),
  row('Bridget Kowalski', 'Accounts Receivable', 'Finance', 'Chicago'),
  row('Andre Thibault', 'IT Administrator', 'IT', 'Chicago'),
  row('Priscilla Monroe', 'HR Manager', 'Human Resources', 'Chicago'),
  { ...row('Tobias Renner', 'Data Analyst (contract)', 'IT', 'Chicago'), lack: 'unlicensed' },
  row('Joost van der Meer', 'Key Account Manager', 'Sales', 'Rotterdam'),
  row('Ines Carvalho', 'Customs Lead', 'Customs', 'Rotterdam'),
  row('Femke de Wit', 'Customs Declarant', 'Customs', 'Rotterdam'),
  { ...row('Theo Marchetti', 'Senior Sales Executive', 'Sales', 'Rotterdam'), lack: 'left' },
  row('Pieter Hoekstra', 'Terminal Planner', 'Operations', 'Rotterdam'),
  { ...row('Sanne Bakker', 'Accounts Payable', 'Finance', 'Rotterdam'), alias: 'sanne.visser' },
  row('Lukas Brandl', 'Warehouse Supervisor', 'Operations', 'Rotterdam'),
  { ...row('Margot Dekker', 'Office Assistant', 'Human Resources', 'Rotterdam'), lack: 'idle' },
  row('Wei Ling Tan', 'Regional Manager Asia', 'Management', 'Singapore'),
  row('Arjun Nair', 'Rate Desk Analyst', 'Sales', 'Singapore'),
  row('Siti Rahman', 'Documentation Officer', 'Operations', 'Singapore'),
  row('Kenji Watanabe', 'Carrier Relations', 'Sales', 'Singapore'),
  row('Mei Chen', 'Customs Declarant', 'Customs', 'Singapore'),
  row('Farah Aziz', 'Accounts Clerk', 'Finance', 'Singapore'),
];

/** The administrator of the tenant. */
export const administrator = 'Andre Thibault';
/** Who uploads mail for the general counsel, and whose mailboxes that person may open: nobody else's. */
export const uploader = 'Priscilla Monroe';
export const openToUploader: readonly string[] = ['Theo Marchetti', 'Curtis Oyelaran', 'Dana Whitlock'];

export const localOf = (name: string): string => name.toLowerCase().replace(/ /g, '.');
export const addressOf = (name: string): string => `${localOf(name)}@${lakesideDomain}`;
export const colleague = (name: string): Recipient => ({ name, address: addressOf(name) });

export const opsDesk: Recipient = { name: 'Operations Desk', address: `ops-desk@${lakesideDomain}` };
export const invoicesBox: Recipient = { name: 'Invoices', address: `invoices@${lakesideDomain}` };
export const customsBox: Recipient = { name: 'Customs Rotterdam', address: `customs@${lakesideDomain}` };

/** Milliseconds from UTC to an office's clock; summer time is not observed in this story. */
export const officeOffset: Readonly<Record<Office, number>> = {
  Chicago: -6 * 3_600_000,
  Rotterdam: 1 * 3_600_000,
  Singapore: 8 * 3_600_000,
};

export const officeAddress: Readonly<Record<Office, string>> = {
  Chicago: '1180 Wharf Street, Chicago IL 60611',
  Rotterdam: 'Waalhaven Zuidzijde 44, 3088 HH Rotterdam',
  Singapore: '27 Keppel Bay Drive, #05-11, Singapore 098658',
};

const regions: Readonly<Record<Office, string>> = { Chicago: 'NAM', Rotterdam: 'EUR', Singapore: 'APC' };

const premium = [{ skuId: skuIds.businessPremium, disabledPlans: [] }];
const plain = [{ skuId: skuIds.exchangeOnline, disabledPlans: [] }];

function sketchOf(member: Colleague, at: number): PersonSketch {
  const address = addressOf(member.name);
  const short = member.name.charAt(0).toLowerCase() + (member.name.split(' ').at(-1) ?? '').toLowerCase();
  const aliases = [
    `${short}@lakesidefreight.example`,
    ...(member.alias === undefined ? [] : [`${member.alias}@${lakesideDomain}`]),
  ];
  return {
    userPrincipalName: address,
    displayName: member.name,
    jobTitle: member.title,
    department: member.department,
    proxyAddresses: [`SMTP:${address}`, ...aliases.map((alias) => `smtp:${alias}`)],
    accountEnabled: member.lack !== 'left',
    assignedLicenses: member.lack === 'unlicensed' ? [] : at % 3 === 2 ? plain : premium,
    dataLocation: regions[member.office],
    hasArchive: member.hasArchive ?? false,
  };
}

const withoutAccount = { accountEnabled: false, assignedLicenses: [] };

/** Everybody in the directory: colleagues, shared mailboxes, a room and a guest. */
export function lakesidePeople(): Person[] {
  const shared = [opsDesk, invoicesBox, customsBox].map(({ name, address }) => ({
    ...withoutAccount,
    userPrincipalName: address,
    displayName: name,
    purpose: 'shared' as const,
  }));
  const room = {
    ...withoutAccount,
    userPrincipalName: `room.erie@${lakesideDomain}`,
    displayName: 'Room Erie',
    purpose: 'room' as const,
  };
  const guest = {
    userPrincipalName: `auditor_northquay.example#EXT#@lakesidefreight.onmicrosoft.example`,
    displayName: 'Elin Sandvik (Northquay Audit)',
    mail: 'auditor@northquay.example',
    userType: 'Guest' as const,
    mailboxState: 'none' as const,
  };
  return [...colleagues.map(sketchOf), ...shared, room, guest].map((sketch) => personOf(lakesideTenantId, sketch));
}

/** Somebody outside, by the part they play. */
export interface Outsider extends Recipient {
  readonly company: string;
  readonly role: 'customer' | 'carrier' | 'authority' | 'supplier';
}

const outsider = (...[name, address, company, role]: [string, string, string, Outsider['role']]): Outsider => ({
  name,
  address,
  company,
  role,
});

export const outsiders: readonly Outsider[] = [
  outsider('Oliver Stanton', 'o.stanton@millbrook-foods.example', 'Millbrook Foods', 'customer'),
  outsider('Karin Aalto', 'karin.aalto@nordvik-timber.example', 'Nordvik Timber', 'customer'),
  outsider('Paulo Mendes', 'pmendes@vinhos-mendes.example', 'Vinhos Mendes', 'customer'),
  outsider('Grace Adeyemi', 'grace@adeyemi-textiles.example', 'Adeyemi Textiles', 'customer'),
  outsider('Ulrich Fenner', 'u.fenner@fenner-maschinenbau.example', 'Fenner Maschinenbau', 'customer'),
  outsider('Sara Lindholm', 'sara.lindholm@ostra-kok.example', 'Östra Kök', 'customer'),
  outsider('Jin Park', 'jin.park@hanbada-lines.example', 'Hanbada Lines', 'carrier'),
  outsider('Nina Falkner', 'bookings@meridian-ocean.example', 'Meridian Ocean', 'carrier'),
  outsider('Carla Rossetti', 'c.rossetti@adriatic-feeder.example', 'Adriatic Feeder', 'carrier'),
  outsider('Ruud Janssen', 'ruud@janssen-haulage.example', 'Janssen Haulage', 'supplier'),
  outsider('Rob Timmer', 'r.timmer@maasvlakte-gate.example', 'Maasvlakte Gate Terminal', 'supplier'),
  outsider('Martijn Vos', 'm.vos@customs-rijnmond.example', 'Customs Office Rijnmond', 'authority'),
  outsider('Esther Claes', 'e.claes@harbour-authority.example', 'Harbour Authority', 'authority'),
];
