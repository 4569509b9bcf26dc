/** World time in the header, and the three ways to move it. Local mode only. */
import { byId, type Child, h } from './element.ts';
import { action, choice } from './form.ts';
import { live, refresh } from './live.ts';
import { type Clock, jump, readClock, setSpeed } from './simulation.ts';
import { howFar, when } from './time.ts';
import { simulated } from './widgets.ts';

/** World seconds in a second: 0 lets time stand. */
const SPEEDS = [
  ['0', 'stopped'],
  ['1', 'real time'],
  ['60', '1 min/s'],
  ['3600', '1 h/s'],
] as const;

export async function showClock(): Promise<void> {
  const face = h('div', { class: 'face' });
  const speed = choice('speed', SPEEDS, '1');
  speed.id = 'clock-speed';
  speed.setAttribute('aria-label', 'Speed of time');
  speed.addEventListener('change', () => setSpeed(Number(speed.value)).then(refresh));
  const draw = (clock: Clock): Child => {
    if (document.activeElement !== speed) speed.value = String(clock.speed);
    const next = clock.next ? [`next: ${clock.next.name} `, howFar(clock.next.due)] : 'nothing is due';
    return [h('strong', {}, when(clock.now, 'exact')), h('div', { class: 'next' }, next)];
  };
  await live(face, readClock, draw, { everywhere: true });
  const clock = byId('clock');
  clock.append(
    simulated('Simulated time'),
    face,
    action('clock-next', 'Jump to next event', () => jump()),
    action('clock-hour', '+1 h', () => jump(1)),
    action('clock-day', '+24 h', () => jump(24)),
    speed,
  );
  clock.hidden = false;
}
