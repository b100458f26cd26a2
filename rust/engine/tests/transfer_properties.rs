//! Random plans and documents round trip; random damage never does worse than an error.

mod transfer_support;

use bson::raw::{RawDocument, RawDocumentBuf};
use haricot_engine::transfer::{
    Batch, EncodeOptions, Plan, decode, decode_frames, encode, encode_envelope, frame_length,
};
use proptest::prelude::*;
use transfer_support::frame_writer::FrameWriter;
use transfer_support::random::Random;
use transfer_support::reemit::inline;
use transfer_support::round_trip::{plan, raw, there_and_back};

/// Miri is some hundred times slower.
fn config(cases: u32) -> ProptestConfig {
    let cases = if cfg!(miri) { 2 } else { cases };
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn documents(random: &mut Random, json: &serde_json::Value, count: usize) -> Vec<RawDocumentBuf> {
    (0..count)
        .map(|_| raw(&random.document(json, 0, 0)))
        .collect()
}

/// Whatever was accepted is BSON that can be read again.
fn check_accepted(plan: Option<&Plan>, batch: &Batch) {
    for document in batch.iter() {
        decode(plan, &[document])
            .unwrap_or_else(|error| panic!("a written document cannot be read: {error:?}"));
    }
    assert_eq!(batch.iter().count(), batch.len());
}

/// Number of a frame's documents.
fn documents_of(frame: &[u8]) -> usize {
    u32::from_le_bytes([frame[8], frame[9], frame[10], frame[11]]) as usize
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn documents_that_fit_their_plan_come_back_as_they_were(seed: u64) {
        let mut random = Random::new(seed);
        let json = random.plan();
        let count = random.below(7);
        let documents = documents(&mut random, &json, count);
        for (before, after) in documents.iter().zip(there_and_back(Some(&plan(json)), &documents)) {
            prop_assert_eq!(before.as_bytes(), after.as_bytes());
        }
    }

    #[test]
    fn fields_in_another_order_make_the_same_frame(seed: u64) {
        let mut random = Random::new(seed);
        let json = random.plan();
        let plan = plan(json.clone());
        let document = random.document(&json, 0, 0);
        let mut pairs: Vec<_> = document.clone().into_iter().filter(|(key, _)| key != "unknown").collect();
        let unknown = document.get("unknown").map(|value| ("unknown".to_owned(), value.clone()));
        for index in (1..pairs.len()).rev() {
            pairs.swap(index, random.below(index + 1));
        }
        let shuffled = raw(&pairs.into_iter().chain(unknown).collect());
        prop_assert_eq!(decode(Some(&plan), &[&shuffled]).expect("a frame"), decode(Some(&plan), &[&raw(&document)]).expect("a frame"));
    }

    #[test]
    fn untyped_documents_come_back_from_frames_with_shapes(seed: u64) {
        let mut random = Random::new(seed);
        let kinds: Vec<RawDocumentBuf> = (0..3).map(|_| raw(&random.untyped(0))).collect();
        let rows: Vec<&RawDocument> = (0..20).map(|_| kinds[random.below(3)].as_ref()).collect();
        let emitted = inline(&decode(None, &rows).expect("a frame"));
        prop_assert!(emitted.shapes > 0);
        let options = EncodeOptions { allow_dollar_keys: true };
        let back = encode(None, &emitted.frame, options).expect("a batch");
        prop_assert!(back.iter().map(RawDocument::as_bytes).eq(rows.iter().map(|row| row.as_bytes())));
    }

    #[test]
    fn damaged_frames_are_refused_or_mean_something(seed: u64) {
        let mut random = Random::new(seed);
        let json = random.plan();
        let plan = plan(json.clone());
        let planned = documents(&mut random, &json, 3);
        let views: Vec<&RawDocument> = planned.iter().map(AsRef::as_ref).collect();
        let planned = decode(Some(&plan), &views).expect("a frame");
        let untyped = raw(&random.untyped(0));
        let splices = encode(None, &decode(None, &[&untyped]).expect("a frame"), EncodeOptions::default()).expect("a batch");
        let mut splicing = FrameWriter::default();
        splicing.word(0).word(2).string("a").word(0x80).word(0).string("b").word(0x04).word(1).word(0x80).word(0);
        let untyped = [decode(None, &[&untyped]).expect("a frame"), splicing.end_document().finish()];
        for round in 0..20 {
            let mut frame = planned.clone();
            random.damage(&mut frame);
            if let Ok(batch) = encode(Some(&plan), &frame, EncodeOptions::default()) {
                check_accepted(Some(&plan), &batch);
            }
            let mut frame = untyped[round % 2].clone();
            random.damage(&mut frame);
            if let Ok(batch) = encode(None, &frame, EncodeOptions::default()) {
                check_accepted(None, &batch);
            }
            if let Ok(envelope) = encode_envelope(&frame, &splices) {
                decode(None, &[&envelope]).expect("an envelope that can be read");
            }
        }
    }

    #[test]
    fn damaged_documents_are_refused_or_mean_something(seed: u64) {
        let mut random = Random::new(seed);
        let json = random.plan();
        let plan = plan(json.clone());
        let documents = documents(&mut random, &json, 2);
        for round in 0..20 {
            let mut bytes = documents[round % 2].clone().into_bytes();
            let length = bytes.len();
            random.damage(&mut bytes);
            bytes.resize(length, 0);
            bytes[..4].copy_from_slice(&(length as i32).to_le_bytes());
            bytes[length - 1] = 0;
            let document = RawDocument::from_bytes(&bytes).expect("length and end are right");
            for plan in [None, Some(&plan)] {
                let Ok(frame) = decode(plan, &[document]) else { continue };
                let batch = encode(plan, &frame, EncodeOptions { allow_dollar_keys: true }).expect("a frame of ours");
                let again = decode(plan, &[batch.get(0).expect("one document")]).expect("a document of ours");
                prop_assert_eq!(again, frame);
            }
        }
    }

    #[test]
    fn noise_is_no_frame(noise in proptest::collection::vec(any::<u8>(), 0..400), words in proptest::collection::vec(0u32..40, 14)) {
        let mut framed = noise.clone();
        framed.resize(noise.len().next_multiple_of(8) + 64, 0);
        for (index, word) in [0x3143_5248, framed.len() as u32].into_iter().chain(words[..6].iter().copied()).enumerate() {
            framed[index * 4..index * 4 + 4].copy_from_slice(&word.to_le_bytes());
        }
        framed[32..64].fill(0);
        for bytes in [&noise, &framed] {
            let _ = frame_length(bytes);
            if let Ok(batch) = encode(None, bytes, EncodeOptions::default()) {
                check_accepted(None, &batch);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn frames_of_many_documents_hold_them_all(seed: u64) {
        let mut random = Random::new(seed);
        let json = random.plan();
        let plan = plan(json.clone());
        let count = if cfg!(miri) { 60 } else { 700 };
        let documents = documents(&mut random, &json, count);
        let views: Vec<&RawDocument> = documents.iter().map(AsRef::as_ref).collect();
        let frames = decode_frames(Some(&plan), &views, None).expect("frames");
        let counts: usize = frames.iter().map(|frame| documents_of(&frame.to_vec())).sum();
        prop_assert_eq!(counts, documents.len());
    }
}
