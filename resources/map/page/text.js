// What came from outside as it may be shown: without what nobody sees, and without what turns the text beside it round.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const plain = (text) => String(text).replace(UNSEEN, '');
