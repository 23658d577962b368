// A short tone for new alerts of a severity that somebody chose; off unless they did.
import { preferences } from "./preferences.js";

const RANKS = ["low", "medium", "high", "critical"];
/** Hz, seconds and loudness: audible across a room, and no fright. */
const [PITCH, LASTS, LOUD] = [660, 0.25, 0.08];

/** @param {{ deed: string, alert: { severity: string } }} told */
export function soundFor({ deed, alert }) {
  const least = preferences.value.sound;
  const isNew = ["opened", "came-back", "worse"].includes(deed);
  if (!least || !isNew || RANKS.indexOf(alert.severity) < RANKS.indexOf(least)) return;
  const context = new AudioContext();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = PITCH;
  volume.gain.setValueAtTime(LOUD, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(LOUD / 100, context.currentTime + LASTS);
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + LASTS);
}
