import { conflict, freed, ownershipRecords } from '../../../../core/letters/conflict.ts';
import { opened } from '../../../support/unit/opened.ts';

const REQUEST = opened('login.shop.example.com', 'login.example.org');

it('tells which TXT records prove to AWS whose names they are, as one block to copy', () => {
  const alias = 'login.shop.example.com';
  const facts = { alias, holder: 'distribution *******FOREIGN of account ******887777' };
  const conflict = { reason: 'AliasHeld' as const, facts, lastChange: REQUEST.createdAt };
  const request = { ...REQUEST, conditions: { [alias]: { conflict } } };
  const move = { distribution: { id: 'E1', domainName: 'd111.cloudfront.net' }, until: '2026-12-05T09:00:00.000Z' };
  expect(ownershipRecords(request, REQUEST.aliases, move, 'https://console.example.net')).toEqual({
    subject: 'Add 2 TXT records so that AWS hands over held names of prefix "login" of site acme',
    text: `Identity already exists: CloudFront gives a name to one distribution only, and somebody else's holds these names:
  login.shop.example.com: distribution *******FOREIGN of account ******887777
  login.example.org: another CloudFront resource

AWS moves them on proof that whoever manages their DNS wants it. The proof, as lines of a zone file:

  _login.shop.example.com. 300 IN TXT "d111.cloudfront.net"
  _login.example.org. 300 IN TXT "d111.cloudfront.net"

The name of each record begins with an underscore. Where a form takes the name of a record without the zone, leave the zone out. The value has no dot at its end.
All of them until 5 December 2026 at 09:00 UTC; otherwise the request ends.

We look by ourselves. When all of them stand, we ask CloudFront, and AWS Support where CloudFront refuses; AWS Support takes days.
Removing a name from the resource that holds it works at any time too, and is faster.

Which of them are seen: https://console.example.net/#/sites/acme/requests/req-1/conflict`,
  });
});

it('leads from a name that somebody else holds to what can be done about it', () => {
  const { text } = conflict(REQUEST, '2026-11-28T09:00:00.000Z', 'https://console.example.net');
  expect(text).toMatch(/"I can't": https:\/\/console\.example\.net\/#\/sites\/acme\/requests\/req-1\/conflict$/);
});

it('tells that names are free after their request had ended, and to generate again', () => {
  expect(freed(REQUEST, ['login.example.org'], 'https://console.example.net')).toEqual({
    subject: 'Names of prefix "login" of site acme are free: generate again',
    text: `AWS has taken these names from the resource that held them:
  login.example.org

The certificate request that they were wanted for had ended by then, so we have set them free: nobody holds them now.
Generate the certificate again to have them serve, soon: whoever has a certificate for a free name can take it.

The TXT records that proved whose names they are can be removed.

The request that had ended: https://console.example.net/#/sites/acme/requests/req-1`,
  });
});
