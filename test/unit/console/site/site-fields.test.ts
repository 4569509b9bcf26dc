import { BLANK, differences, rebased } from '../../../../console/site/site-fields.ts';

const begun = {
  ...BLANK,
  name: 'Acme',
  trustedSiteUrls: 'https://a.example\nhttps://b.example',
  contacts: 'a@example.com',
};

describe('what was typed, over what somebody else has made of it', () => {
  it('has of each field what its one hand has changed', () => {
    const typed = { ...begun, name: 'Acme, mine' };
    const now = { ...begun, contacts: 'theirs@example.com' };
    expect(rebased(typed, begun, now)).toEqual({ ...begun, name: 'Acme, mine', contacts: 'theirs@example.com' });
  });

  it('has what was typed where both have changed a field', () => {
    const now = { ...begun, name: 'Acme, theirs' };
    expect(rebased({ ...begun, name: 'Acme, mine' }, begun, now).name).toBe('Acme, mine');
  });

  it('loses no entry of a list that one of both has added, and has none that one has taken out', () => {
    const typed = { ...begun, trustedSiteUrls: 'https://b.example\nhttps://mine.example' };
    const now = { ...begun, trustedSiteUrls: 'https://a.example\nhttps://b.example\nhttps://theirs.example' };
    expect(rebased(typed, begun, now).trustedSiteUrls).toBe(
      'https://b.example\nhttps://theirs.example\nhttps://mine.example',
    );
  });
});

it('tells of what differs, by entry, and whether it was typed', () => {
  const typed = { ...begun, name: 'Acme, mine', trustedSiteUrls: `${begun.trustedSiteUrls}\nhttps://mine.example` };
  const now = { ...begun, name: 'Acme, theirs', contacts: 'a@example.com\ntheirs@example.com' };
  expect(differences(typed, begun, now)).toEqual([
    { field: 'name', now: ['Acme, theirs'], typed: ['Acme, mine'] },
    { field: 'trustedSiteUrls', now: [], typed: ['https://mine.example'] },
    { field: 'contacts', now: ['theirs@example.com'], typed: undefined },
  ]);
});
