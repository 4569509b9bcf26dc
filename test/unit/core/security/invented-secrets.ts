/** Invented secrets of a partner and an application. Their signatures in these tests were made with Python's hmac and urllib. */
import { createSecretKey } from 'node:crypto';

export const NOW = new Date('2015-05-13T05:46:40Z'); // 1431496000
export const PARTNER_TEXT = 'ZmFrZS1wYXJ0bmVyLXNlY3JldC0wMTIzNDU2Nzg5YWI=';
export const PARTNER = createSecretKey(Buffer.from('fake-partner-secret-0123456789ab'));
export const APPLICATION_TEXT = 'ZmFrZS1hcHBsaWNhdGlvbi1zZWNyZXQtenl4d3Z1dHM=';
export const APPLICATION = createSecretKey(Buffer.from('fake-application-secret-zyxwvuts'));
