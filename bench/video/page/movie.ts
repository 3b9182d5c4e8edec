const width = 640;
const height = 360;
const tilePixels = 20;
const framesPerSecond = 30;
/** Of all tiles, with each picture: far more change than fits, so that the encoder fills its bit rate. */
const changingShare = 0.05;

/** A picture that is as hard to compress as a restless camera's, and a tone that wanders. */
export function movieStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  document.body.append(canvas);
  const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
  const tileCount = (width * height) / tilePixels ** 2;
  const draw = () => {
    for (let n = 0; n < tileCount * changingShare; n++) {
      context.fillStyle = `hsl(${Math.random() * 360} 60% ${20 + Math.random() * 60}%)`;
      const tile = Math.floor(Math.random() * tileCount);
      const column = tile % (width / tilePixels);
      const row = Math.floor(tile / (width / tilePixels));
      context.fillRect(column * tilePixels, row * tilePixels, tilePixels, tilePixels);
    }
    requestAnimationFrame(draw);
  };
  draw();
  return new MediaStream([...canvas.captureStream(framesPerSecond).getTracks(), ...tone().getTracks()]);
}

function tone(): MediaStream {
  const audio = new AudioContext();
  const heard = audio.createMediaStreamDestination();
  const voice = audio.createOscillator();
  const wander = audio.createOscillator();
  const depth = audio.createGain();
  wander.frequency.value = 0.5;
  depth.gain.value = 200;
  wander.connect(depth).connect(voice.frequency);
  voice.connect(heard);
  voice.start();
  wander.start();
  return heard.stream;
}
