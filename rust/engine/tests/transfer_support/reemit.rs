//! Rewrites an untyped frame of Rust's, which may use shapes, as JavaScript writes it: every document inline.

use super::frame_writer::FrameWriter;

struct Reader<'f> {
    words: &'f [[u8; 4]],
    doubles: &'f [[u8; 8]],
    bytes: &'f [u8],
    text: &'f str,
    shapes: Vec<Vec<(String, u32)>>,
    new_shapes: usize,
    out: FrameWriter,
}

pub struct Inline {
    pub frame: Vec<u8>,
    pub shapes: usize,
    pub chunks: usize,
}

fn header(frame: &[u8], index: usize) -> usize {
    u32::from_le_bytes(
        frame[index * 4..index * 4 + 4]
            .try_into()
            .expect("four bytes"),
    ) as usize
}

pub fn inline(frame: &[u8]) -> Inline {
    let sizes = [
        header(frame, 3) * 24,
        header(frame, 4) * 4,
        header(frame, 5) * 8,
        header(frame, 6),
        header(frame, 7),
    ];
    let mut start = 64;
    let [directory, words, doubles, bytes, text] = sizes.map(|size| {
        let section = &frame[start..start + size];
        start += size.next_multiple_of(8);
        section
    });
    let mut reader = Reader {
        words: words.as_chunks().0,
        doubles: doubles.as_chunks().0,
        bytes,
        text: std::str::from_utf8(text).expect("text is UTF-8"),
        shapes: Vec::new(),
        new_shapes: 0,
        out: FrameWriter::default(),
    };
    for chunk in directory.as_chunks::<24>().0 {
        for _ in 0..header(chunk, 0) {
            reader.document();
            reader.out.end_document();
        }
        reader.out.end_chunk();
    }
    Inline {
        frame: reader.out.finish(),
        shapes: reader.new_shapes,
        chunks: header(frame, 3),
    }
}

impl Reader<'_> {
    fn read(&mut self) -> u32 {
        let (word, rest) = self.words.split_first().expect("a word");
        self.words = rest;
        u32::from_le_bytes(*word)
    }

    fn read_string(&mut self) -> String {
        let units = self.read() as usize;
        let mut left = units;
        let end = self.text.char_indices().find(|(_, character)| {
            let fits = left == 0;
            left = left.saturating_sub(character.len_utf16());
            fits
        });
        let (string, rest) = self
            .text
            .split_at(end.map_or(self.text.len(), |(index, _)| index));
        assert_eq!(string.encode_utf16().count(), units);
        self.text = rest;
        string.to_owned()
    }

    fn copy_words(&mut self, count: usize) {
        for _ in 0..count {
            let word = self.read();
            self.out.word(word);
        }
    }

    fn copy_string(&mut self) {
        let string = self.read_string();
        self.out.string(&string);
    }

    fn copy_double(&mut self) {
        let (slot, rest) = self.doubles.split_first().expect("a slot");
        self.doubles = rest;
        self.out.doubles.push(u64::from_le_bytes(*slot));
    }

    fn document(&mut self) {
        let shape = match self.read() {
            0 => {
                self.out.word(0);
                let count = self.read();
                self.out.word(count);
                for _ in 0..count {
                    self.copy_string();
                    self.tagged();
                }
                return;
            }
            1 => {
                let count = self.read();
                let fields = (0..count)
                    .map(|_| (self.read_string(), self.read()))
                    .collect();
                self.shapes.push(fields);
                self.new_shapes += 1;
                self.shapes.len() - 1
            }
            number => number as usize - 2,
        };
        let fields = self.shapes[shape].clone();
        self.out.word(0).word(fields.len() as u32);
        for (key, code) in fields {
            self.out.string(&key);
            if code == 0x81 {
                self.tagged();
            } else {
                self.out.word(code);
                self.payload(code);
            }
        }
    }

    fn tagged(&mut self) {
        let tag = self.read();
        self.out.word(tag);
        self.payload(tag);
    }

    fn payload(&mut self, tag: u32) {
        match tag {
            0x01 | 0x09 | 0x12 => self.copy_double(),
            0x02 | 0x0d | 0x0e => self.copy_string(),
            0x03 => self.document(),
            0x04 => {
                let count = self.read();
                self.out.word(count);
                (0..count).for_each(|_| self.tagged());
            }
            0x05 => {
                let length = self.read();
                self.out.word(length);
                self.copy_words(1);
                let (payload, rest) = self.bytes.split_at(length as usize);
                self.bytes = rest;
                self.out.payload(payload);
            }
            0x06 | 0x0a | 0x7f | 0xff => {}
            0x07 => self.copy_words(3),
            0x08 | 0x10 => self.copy_words(1),
            0x0b => {
                self.copy_string();
                self.copy_string();
            }
            0x0c => {
                self.copy_string();
                self.copy_words(3);
            }
            0x0f => {
                self.copy_string();
                self.document();
            }
            0x11 => self.copy_words(2),
            0x13 => self.copy_words(4),
            other => panic!("unknown tag {other}"),
        }
    }
}
