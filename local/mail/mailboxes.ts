/**
 * Every mailbox of the simulated world. Any address has one until it, or its whole domain, is told to refuse mail.
 */
import PostalMime, { type Address } from 'postal-mime';
import type { World } from '../world.ts';

export interface Message {
  id: string;
  /** As the header has it: `Name <address>`, or the address alone. */
  from: string;
  /** Recipients of the envelope, lower case. */
  to: string[];
  replyTo?: string;
  subject: string;
  /** Without blank lines at its end; '' for a message that has none. */
  text: string;
  html?: string;
  /** When it arrived: world time, ISO 8601. */
  date: string;
  /** The message as it came over SMTP. */
  raw: string;
}

/** Addresses in any case. */
export interface Mailboxes {
  /** Newest last; those of one mailbox, or all. */
  list(address?: string): Message[];
  read(id: string): Message | undefined;
  /** Every address that has ever received a message, sorted. */
  addresses(): string[];
  /** Refuses mail from now on: to one address, or to a domain (`example.com`) with all its addresses. */
  reject(addressOrDomain: string): void;
  /** Takes `reject` of the same address or domain back. */
  accept(addressOrDomain: string): void;
  accepts(address: string): boolean;
  /** The addresses and domains that refuse mail. */
  rejected(): string[];
  /** What the SMTP server does with a message that it has taken. */
  deliver(recipients: string[], raw: Uint8Array): Promise<void>;
}

export function createMailboxes(world: World): Mailboxes {
  const messages = world.store.collection<Message>('mail.messages');
  const refusing = world.store.collection<true>('mail.rejected');

  return {
    list(address) {
      const all = [...messages.values()];
      return address === undefined ? all : all.filter(({ to }) => to.includes(address.toLowerCase()));
    },
    read: (id) => messages.get(id),
    addresses: () => [...new Set([...messages.values()].flatMap(({ to }) => to))].sort(),
    reject: (addressOrDomain) => refusing.put(addressOrDomain.toLowerCase(), true),
    accept: (addressOrDomain) => refusing.delete(addressOrDomain.toLowerCase()),
    accepts(address) {
      const mailbox = address.toLowerCase();
      return !refusing.get(mailbox) && !refusing.get(domainOf(mailbox));
    },
    rejected: () => [...refusing.entries()].map(([addressOrDomain]) => addressOrDomain),
    async deliver(recipients, raw) {
      const email = await PostalMime.parse(raw);
      const message: Message = {
        id: world.random.hex(16),
        from: written(email.from),
        to: recipients.map((address) => address.toLowerCase()),
        ...(email.replyTo?.[0] && { replyTo: written(email.replyTo[0]) }),
        subject: email.subject ?? '',
        text: (email.text ?? '').trimEnd(),
        ...(email.html !== undefined && { html: email.html }),
        date: world.clock.now().toISOString(),
        raw: Buffer.from(raw).toString(),
      };
      messages.put(message.id, message);
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function written(address: Address | undefined): string {
  if (!address?.address) return address?.name ?? '';
  return address.name ? `${address.name} <${address.address}>` : address.address;
}
