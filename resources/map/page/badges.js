// What a case's mark says from close by, beside its lamp: how far round the seven stages it is, and who reported it. Around the origin.
export const STAGES = 7;
export const INSPECTOR = 0, PUBLIC = 1, VIDEO = 2, SENSOR = 3, OTHER = 4; // in the order of console/map/layers/cases.py

// A case that somebody presses for carries a flag: in the colour of text, since a colour of a lamp would say something else. Its pole stands on
// the mark, and it flies to the left, where no badge is. `FLAG` is the middle of the cloth and how far it reaches.
export const FLAG = { x: -4, y: -15, reach: 6 };

export function flagMark(pen, colours) {
  const pole = (width, colour) => {
    pen.beginPath();
    pen.moveTo(0, -5);
    pen.lineTo(0, -19);
    Object.assign(pen, { lineWidth: width, strokeStyle: colour });
    pen.stroke();
  };
  const cloth = () => {
    pen.beginPath();
    pen.moveTo(0, -19);
    pen.lineTo(-9, -15.5);
    pen.lineTo(0, -12);
    pen.closePath();
  };
  pen.save();
  pen.lineJoin = pen.lineCap = 'round';
  pole(4.5, colours.window);
  cloth();
  Object.assign(pen, { lineWidth: 3, strokeStyle: colours.window });
  pen.stroke();
  pole(1.75, colours.text);
  cloth();
  pen.fillStyle = colours.text;
  pen.fill();
  pen.restore();
}

// Seven steps under the mark, those behind the case and the one it is in filled.
export function stageMark(pen, stage, colours) {
  pen.fillStyle = colours.window;
  pen.fillRect(-11.5, 8.5, 23, 5);
  for (let step = 0; step < STAGES; step += 1) {
    pen.fillStyle = step <= stage ? colours.text : colours.line;
    pen.fillRect(-10.5 + 3 * step, 9.5, 2, 3);
  }
}

export function sourceMark(pen, source, colours) {
  pen.save();
  pen.translate(8.5, -8.5);
  pen.beginPath();
  pen.arc(0, 0, 5.2, 0, 2 * Math.PI);
  Object.assign(pen, { fillStyle: colours.window, strokeStyle: colours.text_2, lineWidth: 1 });
  pen.fill();
  pen.stroke();
  Object.assign(pen, { fillStyle: colours.text, strokeStyle: colours.text, lineWidth: 1.2 });
  pen.beginPath();
  GLYPHS[source](pen);
  pen.restore();
}

const GLYPHS = [
  (pen) => { // a person
    pen.arc(0, -1.6, 1.4, 0, 2 * Math.PI);
    pen.ellipse(0, 2.6, 2.6, 2.2, 0, Math.PI, 0);
    pen.fill();
  },
  (pen) => { // a telephone
    pen.roundRect(-1.7, -3.2, 3.4, 6.4, 0.8);
    pen.fill();
  },
  (pen) => { // a camera
    pen.rect(-3.2, -1.8, 4.2, 3.6);
    pen.moveTo(1.4, 0);
    pen.lineTo(3.4, -1.8);
    pen.lineTo(3.4, 1.8);
    pen.fill();
  },
  (pen) => { // a wave
    pen.moveTo(-3.2, 0.6);
    pen.lineTo(-1.4, -2);
    pen.lineTo(0.8, 2);
    pen.lineTo(3, -0.6);
    pen.stroke();
  },
  (pen) => { // a sheet of paper
    for (const line of [-2, 0, 2]) {
      pen.moveTo(-2.4, line);
      pen.lineTo(2.4, line);
    }
    pen.stroke();
  },
];
