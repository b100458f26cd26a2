//! Writing frames by hand, as JavaScript would.

#[derive(Default, Clone)]
pub struct FrameWriter {
    directory: Vec<[u32; 6]>,
    pub words: Vec<u32>,
    pub doubles: Vec<u64>,
    pub bytes: Vec<u8>,
    pub text: Vec<u8>,
    units: usize,
    documents: u32,
    ended: [u32; 6],
}

impl FrameWriter {
    pub fn word(&mut self, word: u32) -> &mut Self {
        self.words.push(word);
        self
    }

    pub fn double(&mut self, double: f64) -> &mut Self {
        self.doubles.push(double.to_bits());
        self
    }

    pub fn string(&mut self, text: &str) -> &mut Self {
        let units = text.encode_utf16().count();
        self.words.push(units as u32);
        self.text.extend_from_slice(text.as_bytes());
        self.units += units;
        self
    }

    /// Text without its length, for strings whose lengths are wrong on purpose.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.text.extend_from_slice(text.as_bytes());
        self.units += text.encode_utf16().count();
        self
    }

    pub fn payload(&mut self, payload: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(payload);
        self
    }

    pub fn end_document(&mut self) -> &mut Self {
        self.documents += 1;
        self
    }

    pub fn end_chunk(&mut self) -> &mut Self {
        let totals = [
            self.documents,
            self.text.len() as u32,
            self.units as u32,
            self.words.len() as u32,
            self.doubles.len() as u32,
            self.bytes.len() as u32,
        ];
        self.directory.push(std::array::from_fn(|index| {
            totals[index] - self.ended[index]
        }));
        self.ended = totals;
        self
    }

    /// Ends document, chunk and frame.
    pub fn finish(&mut self) -> Vec<u8> {
        if self.documents > self.ended[0] {
            self.end_chunk();
        }
        let sections: [Vec<u8>; 5] = [
            self.directory
                .as_flattened()
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect(),
            self.words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect(),
            self.doubles
                .iter()
                .flat_map(|slot| slot.to_le_bytes())
                .collect(),
            self.bytes.clone(),
            self.text.clone(),
        ];
        let body: Vec<u8> = sections
            .into_iter()
            .flat_map(|mut section| {
                section.resize(section.len().next_multiple_of(8), 0);
                section
            })
            .collect();
        let mut header = [0u32; 16];
        header[..8].copy_from_slice(&[
            0x3143_5248,
            64 + body.len() as u32,
            self.documents,
            self.directory.len() as u32,
            self.words.len() as u32,
            self.doubles.len() as u32,
            self.bytes.len() as u32,
            self.text.len() as u32,
        ]);
        let mut frame: Vec<u8> = header.iter().flat_map(|word| word.to_le_bytes()).collect();
        frame.extend(body);
        frame
    }
}
