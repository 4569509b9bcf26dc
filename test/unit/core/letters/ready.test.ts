import { ready } from '../../../../core/letters/ready.ts';
import { opened } from '../../../support/unit/opened.ts';

it('tells which names serve, what is left to do, and where', () => {
  expect(ready(opened('login.shop.example.com', 'login.example.org'), 'https://console.example.net')).toEqual({
    subject: 'All 2 names serve: save prefix "login" of site acme in the site settings',
    text: `The certificate is on the air, and each of these names has answered with it:

  login.shop.example.com
  login.example.org

One thing is left: somebody who may change the settings of site acme saves the prefix "login" there. Only then does the site use these names.
There is no deadline, and it can be taken back at any time.

Site settings: https://console.example.net/#/sites/acme/settings`,
  });
});
